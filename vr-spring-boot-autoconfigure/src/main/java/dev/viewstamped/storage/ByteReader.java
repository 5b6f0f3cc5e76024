package dev.viewstamped.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Reads what {@link ByteWriter} has written. Every length is compared with what is left
 * before anything is allocated.
 */
final class ByteReader {

	private final ByteBuffer in;

	ByteReader(byte[] bytes, int offset, int length) {
		this.in = ByteBuffer.wrap(bytes, offset, length);
	}

	ByteReader(ByteBuffer in) {
		this.in = in;
	}

	ByteReader copy() {
		return new ByteReader(this.in.duplicate());
	}

	int readByte() throws MalformedRecordException {
		need(1);
		return this.in.get() & 0xFF;
	}

	int readInt() throws MalformedRecordException {
		need(Integer.BYTES);
		return this.in.getInt();
	}

	long readLong() throws MalformedRecordException {
		need(Long.BYTES);
		return this.in.getLong();
	}

	long readNumber() throws MalformedRecordException {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			int next = readByte();
			value |= (long) (next & 0x7F) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw new MalformedRecordException("A number of more than 64 bits");
	}

	int readCount(int minBytes) throws MalformedRecordException {
		long count = readNumber();
		if (count < 0 || count > this.in.remaining() / minBytes) {
			throw new MalformedRecordException(count + " values do not fit");
		}
		return (int) count;
	}

	UUID readUuid() throws MalformedRecordException {
		return new UUID(readLong(), readLong());
	}

	byte[] readBytes() throws MalformedRecordException {
		byte[] bytes = new byte[readCount(1)];
		this.in.get(bytes);
		return bytes;
	}

	String readString() throws MalformedRecordException {
		return new String(readBytes(), StandardCharsets.UTF_8);
	}

	void expectEnd() throws MalformedRecordException {
		if (this.in.hasRemaining()) {
			throw new MalformedRecordException(this.in.remaining() + " bytes too many");
		}
	}

	private void need(int bytes) throws MalformedRecordException {
		if (this.in.remaining() < bytes) {
			throw new MalformedRecordException(bytes + " bytes expected where " + this.in.remaining() + " are left");
		}
	}

}
