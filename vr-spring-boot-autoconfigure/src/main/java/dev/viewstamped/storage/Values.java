package dev.viewstamped.storage;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.replica.Promises;

/**
 * The values that records of the journal are made of. Codes and order are part of the
 * format of the disk.
 */
final class Values {

	private static final List<Operation> OPERATIONS = List.of(Operation.REGISTER, Operation.COMMAND,
			Operation.ACKNOWLEDGE, Operation.ADMIT, Operation.RECONFIGURE, Operation.CHECK_EPOCH);

	private static final int MIN_MEMBER_BYTES = 2;

	private Values() {
	}

	static void write(ByteWriter out, Entry entry) {
		out.writeNumber(entry.epoch());
		out.writeNumber(entry.view());
		out.writeNumber(entry.opNumber());
		out.writeLong(entry.timestampNanos());
		out.writeByte(OPERATIONS.indexOf(entry.operation()));
		out.writeUuid(entry.client());
		out.writeNumber(entry.session());
		out.writeNumber(entry.requestNumber());
		out.writeNumber(entry.acknowledged());
		out.writeBytes(entry.payload());
	}

	static Entry readEntry(ByteReader in) throws MalformedRecordException {
		return new Entry(in.readNumber(), in.readNumber(), in.readNumber(), in.readLong(), readOperation(in),
				in.readUuid(), in.readNumber(), in.readNumber(), in.readNumber(), in.readBytes());
	}

	/**
	 * The op-number of an entry, which can still be read afterwards.
	 * @param in begins with the entry
	 * @return the op-number
	 * @throws MalformedRecordException if it is none
	 */
	static long opNumber(ByteReader in) throws MalformedRecordException {
		ByteReader copy = in.copy();
		copy.readNumber();
		copy.readNumber();
		return copy.readNumber();
	}

	static void write(ByteWriter out, Promises promises) {
		out.writeUuid(promises.groupId());
		out.writeNumber(promises.configuration().epoch());
		out.writeNumber(promises.configuration().size());
		for (Member member : promises.configuration().members()) {
			out.writeNumber(member.memberId());
			out.writeString(member.address());
		}
		out.writeNumber(promises.view());
		out.writeNumber(promises.lastNormalView());
		out.writeNumber(promises.incarnation());
		out.writeNumber(promises.crashVector().length());
		for (int i = 0; i < promises.crashVector().length(); i++) {
			out.writeNumber(promises.crashVector().get(i));
		}
		out.writeNumber(promises.commitNumber());
	}

	static Promises readPromises(ByteReader in) throws MalformedRecordException {
		return new Promises(in.readUuid(), readConfiguration(in), in.readNumber(), in.readNumber(), in.readNumber(),
				readCrashVector(in), in.readNumber());
	}

	private static Configuration readConfiguration(ByteReader in) throws MalformedRecordException {
		long epoch = in.readNumber();
		int count = in.readCount(MIN_MEMBER_BYTES);
		List<Member> members = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			members.add(new Member((int) in.readNumber(), in.readString()));
		}
		try {
			return new Configuration(epoch, members);
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedRecordException(String.valueOf(ex.getMessage()));
		}
	}

	private static CrashVector readCrashVector(ByteReader in) throws MalformedRecordException {
		long[] incarnations = new long[in.readCount(1)];
		for (int i = 0; i < incarnations.length; i++) {
			incarnations[i] = in.readNumber();
		}
		return CrashVector.of(incarnations);
	}

	private static Operation readOperation(ByteReader in) throws MalformedRecordException {
		int code = in.readByte();
		if (code >= OPERATIONS.size()) {
			throw new MalformedRecordException("No operation " + code);
		}
		return OPERATIONS.get(code);
	}

}
