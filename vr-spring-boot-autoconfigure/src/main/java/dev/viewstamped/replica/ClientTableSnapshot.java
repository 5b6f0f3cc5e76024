package dev.viewstamped.replica;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Reply.Outcome;

/**
 * The client table at one moment, as it is in checkpoints: without it, a replica that
 * takes the state from a checkpoint would execute requests for a second time. The binary
 * form depends on the sessions and nothing else.
 *
 * @param sessions the sessions in any order
 */
record ClientTableSnapshot(List<SessionSnapshot> sessions) {

	private static final int MAX_LIST = 1 << 20;

	private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

	ClientTableSnapshot {
		sessions = List.copyOf(sessions);
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(this.sessions.size());
		List<SessionSnapshot> sorted = new ArrayList<>(this.sessions);
		sorted.sort(Comparator.comparing(SessionSnapshot::client));
		for (SessionSnapshot session : sorted) {
			out.writeLong(session.client().getMostSignificantBits());
			out.writeLong(session.client().getLeastSignificantBits());
			write(out, session.opened());
			out.writeInt(session.maxResultBytes());
			out.writeLong(session.low());
			out.writeLong(session.lastOpNumber());
			out.writeLong(session.lastTimestampNanos());
			List<StoredReply> replies = session.replies();
			out.writeInt(replies.size());
			for (StoredReply reply : replies) {
				out.writeLong(reply.requestNumber());
				write(out, reply.viewstamp());
				out.writeByte(reply.outcome().ordinal());
				out.writeInt(reply.result().length);
				out.write(reply.result());
			}
		}
	}

	static ClientTableSnapshot read(DataInputStream in) throws IOException {
		int count = readCount(in, MAX_LIST);
		List<SessionSnapshot> sessions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			UUID client = new UUID(in.readLong(), in.readLong());
			Viewstamp opened = readViewstamp(in);
			int maxResultBytes = in.readInt();
			long low = in.readLong();
			long lastOpNumber = in.readLong();
			long lastTimestampNanos = in.readLong();
			StoredReply[] replies = new StoredReply[readCount(in, MAX_LIST)];
			for (int j = 0; j < replies.length; j++) {
				replies[j] = readReply(in);
			}
			sessions.add(new SessionSnapshot(client, opened, maxResultBytes, low, lastOpNumber, lastTimestampNanos,
					replies));
		}
		return new ClientTableSnapshot(sessions);
	}

	private static StoredReply readReply(DataInputStream in) throws IOException {
		long requestNumber = in.readLong();
		Viewstamp viewstamp = readViewstamp(in);
		Outcome outcome = OUTCOMES.get(readByte(in, OUTCOMES.size()));
		byte[] result = new byte[readCount(in, in.available())];
		in.readFully(result);
		return new StoredReply(requestNumber, viewstamp, outcome, result);
	}

	static void write(DataOutputStream out, Viewstamp viewstamp) throws IOException {
		out.writeLong(viewstamp.epoch());
		out.writeLong(viewstamp.view());
		out.writeLong(viewstamp.opNumber());
	}

	static Viewstamp readViewstamp(DataInputStream in) throws IOException {
		return new Viewstamp(in.readLong(), in.readLong(), in.readLong());
	}

	static int readCount(DataInputStream in, int max) throws IOException {
		int count = in.readInt();
		if (count < 0 || count > max) {
			throw new IOException("There cannot be " + count + " of what follows");
		}
		return count;
	}

	private static int readByte(DataInputStream in, int bound) throws IOException {
		int value = in.readUnsignedByte();
		if (value >= bound) {
			throw new IOException("There is no outcome " + value);
		}
		return value;
	}

}
