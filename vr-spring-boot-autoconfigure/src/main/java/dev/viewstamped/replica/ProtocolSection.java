package dev.viewstamped.replica;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Membership;

/**
 * What a checkpoint holds beside the state of the service. A function of the log alone,
 * so that its bytes are the same at all members: of the first configuration it has the
 * ids of the members and not the addresses, which each of them reads from its own
 * settings.
 *
 * @param timestampNanos replicated time of the last entry
 * @param payloadBytes bytes of all commands up to it
 * @param history viewstamps up to it
 * @param membership who takes part; in epoch 0 without addresses of members
 * @param clientTable the client table
 */
record ProtocolSection(long timestampNanos, long payloadBytes, History history, Membership membership,
		ClientTableSnapshot clientTable) {

	/** Name of the section in a checkpoint. */
	static final String NAME = "replica";

	private static final int FORMAT = 3;

	/** Says how the section is written. */
	static final String DESCRIPTION = NAME + " " + FORMAT;

	LogBase base() {
		return new LogBase(this.history.viewstamp(this.history.opNumber()), this.timestampNanos, this.history);
	}

	byte[] encode() {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeInt(FORMAT);
			out.writeLong(this.timestampNanos);
			out.writeLong(this.payloadBytes);
			ClientTableSnapshot.write(out, this.history.begin());
			out.writeInt(this.history.runs().size());
			for (History.Run run : this.history.runs()) {
				ClientTableSnapshot.write(out, new Viewstamp(run.epoch(), run.view(), run.lastOpNumber()));
			}
			MembershipFormat.write(out, this.membership);
			this.clientTable.write(out);
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a section.
	 * @param bytes its bytes
	 * @return the section
	 * @throws IllegalArgumentException if they are not those of a section that this
	 * version can read
	 */
	static ProtocolSection decode(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readInt();
			if (format != FORMAT) {
				throw new IllegalArgumentException("It has format " + format + ", and this version reads " + FORMAT);
			}
			long timestampNanos = in.readLong();
			long payloadBytes = in.readLong();
			Viewstamp begin = ClientTableSnapshot.readViewstamp(in);
			int runs = ClientTableSnapshot.readCount(in, LogBase.MAX_RUNS);
			List<History.Run> history = new ArrayList<>();
			for (int i = 0; i < runs; i++) {
				Viewstamp last = ClientTableSnapshot.readViewstamp(in);
				history.add(new History.Run(last.epoch(), last.view(), last.opNumber()));
			}
			Membership membership = MembershipFormat.readMembership(in);
			return new ProtocolSection(timestampNanos, payloadBytes, new History(begin, history), membership,
					ClientTableSnapshot.read(in));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("It is not whole: " + ex.getMessage(), ex);
		}
	}

}
