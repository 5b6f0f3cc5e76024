package dev.viewstamped.transport;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The values that messages are made of, on the wire.
 */
final class ValueCodec {

	static final List<Operation> OPERATIONS = List.of(Operation.values());

	static final int MAX_MEMBER_ID = (1 << 16) - 1;

	private static final int MAX_RUNS = 1 << 16;

	private static final int MIN_RUN_BYTES = 3;

	private static final int MIN_ENTRY_BYTES = 32;

	private static final int UUID_BYTES = 16;

	private ValueCodec() {
	}

	static void write(FrameWriter out, Header header) {
		out.writeUuid(header.groupId());
		out.writeNumber(header.epoch());
		out.writeNumber(header.view());
		out.writeNumber(header.from());
		out.writeNumber(header.incarnation());
	}

	static Header readHeader(FrameReader in) throws MalformedFrameException {
		return new Header(in.readUuid(), in.readNumber(), in.readNumber(), in.readNumber(MAX_MEMBER_ID),
				in.readNumber());
	}

	static void write(FrameWriter out, Viewstamp viewstamp) {
		out.writeNumber(viewstamp.epoch());
		out.writeNumber(viewstamp.view());
		out.writeNumber(viewstamp.opNumber());
	}

	static Viewstamp readViewstamp(FrameReader in) throws MalformedFrameException {
		return new Viewstamp(in.readNumber(), in.readNumber(), in.readNumber());
	}

	static void write(FrameWriter out, CrashVector vector) {
		out.writeNumber(vector.length());
		for (int i = 0; i < vector.length(); i++) {
			out.writeNumber(vector.get(i));
		}
	}

	static CrashVector readCrashVector(FrameReader in) throws MalformedFrameException {
		long[] incarnations = new long[in.readNumber(Math.min(MAX_MEMBER_ID, in.remaining()))];
		for (int i = 0; i < incarnations.length; i++) {
			incarnations[i] = in.readNumber();
		}
		return CrashVector.of(incarnations);
	}

	static void write(FrameWriter out, History history) {
		write(out, history.begin());
		out.writeNumber(history.runs().size());
		for (History.Run run : history.runs()) {
			out.writeNumber(run.epoch());
			out.writeNumber(run.view());
			out.writeNumber(run.lastOpNumber());
		}
	}

	static History readHistory(FrameReader in) throws MalformedFrameException {
		Viewstamp begin = readViewstamp(in);
		List<History.Run> runs = in.readList(MAX_RUNS, MIN_RUN_BYTES,
				(run) -> new History.Run(run.readNumber(), run.readNumber(), run.readNumber()));
		try {
			return new History(begin, runs);
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedFrameException("The runs of a history do not ascend");
		}
	}

	static void writeOptional(FrameWriter out, @Nullable History history) {
		out.writeBoolean(history != null);
		if (history != null) {
			write(out, history);
		}
	}

	static @Nullable History readOptionalHistory(FrameReader in) throws MalformedFrameException {
		return in.readBoolean() ? readHistory(in) : null;
	}

	static void write(FrameWriter out, List<Entry> entries) {
		out.writeNumber(entries.size());
		for (Entry entry : entries) {
			out.writeNumber(entry.epoch());
			out.writeNumber(entry.view());
			out.writeNumber(entry.opNumber());
			out.writeLong(entry.timestampNanos());
			out.writeEnum(entry.operation());
			out.writeUuid(entry.client());
			out.writeNumber(entry.session());
			out.writeNumber(entry.requestNumber());
			out.writeNumber(entry.acknowledged());
			out.writeBytes(entry.payload());
		}
	}

	static List<Entry> readEntries(FrameReader in) throws MalformedFrameException {
		return in.readList(Integer.MAX_VALUE, MIN_ENTRY_BYTES, ValueCodec::readEntry);
	}

	static void writeUuids(FrameWriter out, List<UUID> values) {
		out.writeNumber(values.size());
		values.forEach(out::writeUuid);
	}

	static List<UUID> readUuids(FrameReader in) throws MalformedFrameException {
		return in.readList(MAX_MEMBER_ID, UUID_BYTES, FrameReader::readUuid);
	}

	private static Entry readEntry(FrameReader in) throws MalformedFrameException {
		return new Entry(in.readNumber(), in.readNumber(), in.readNumber(), in.readLong(), in.readEnum(OPERATIONS),
				in.readUuid(), in.readNumber(), in.readNumber(), in.readNumber(), in.readBytes());
	}

}
