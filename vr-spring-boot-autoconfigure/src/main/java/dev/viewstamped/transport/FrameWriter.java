package dev.viewstamped.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes values into a byte array that grows up to a bound.
 */
final class FrameWriter {

	private static final int SMALL_BYTES = 1 << 13;

	private static final int MAX_VARINT_BYTES = 10;

	private final int maxBytes;

	private byte[] buffer;

	private int position;

	FrameWriter(int maxBytes) {
		this.maxBytes = maxBytes;
		this.buffer = new byte[Math.min(SMALL_BYTES, maxBytes)];
	}

	byte[] buffer() {
		return this.buffer;
	}

	int position() {
		return this.position;
	}

	void rewindTo(int position) {
		this.position = position;
	}

	/**
	 * Forget what was written, and give back a buffer much larger than that.
	 */
	void clear() {
		if (this.buffer.length > SMALL_BYTES && this.position < this.buffer.length / 4) {
			this.buffer = new byte[Math.max(SMALL_BYTES, this.buffer.length / 2)];
		}
		this.position = 0;
	}

	void writeByte(int value) {
		ensure(1);
		this.buffer[this.position++] = (byte) value;
	}

	void writeBoolean(boolean value) {
		writeByte(value ? 1 : 0);
	}

	void writeInt(int value) {
		ensure(Integer.BYTES);
		putInt(this.position, value);
		this.position += Integer.BYTES;
	}

	void putInt(int at, int value) {
		this.buffer[at] = (byte) (value >>> 24);
		this.buffer[at + 1] = (byte) (value >>> 16);
		this.buffer[at + 2] = (byte) (value >>> 8);
		this.buffer[at + 3] = (byte) value;
	}

	void writeLong(long value) {
		writeInt((int) (value >>> 32));
		writeInt((int) value);
	}

	/**
	 * Write a number that is never negative in as few bytes as it needs.
	 * @param value the number
	 */
	void writeNumber(long value) {
		if (value < 0) {
			throw new IllegalArgumentException("Cannot send the negative number " + value);
		}
		ensure(MAX_VARINT_BYTES);
		long rest = value;
		while (rest > 0x7F) {
			this.buffer[this.position++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.buffer[this.position++] = (byte) rest;
	}

	/**
	 * Write a number that may also be -1.
	 * @param value the number
	 */
	void writeNumberOrNone(long value) {
		writeNumber(value + 1);
	}

	void writeUuid(UUID value) {
		writeLong(value.getMostSignificantBits());
		writeLong(value.getLeastSignificantBits());
	}

	void writeBytes(byte[] value) {
		writeNumber(value.length);
		ensure(value.length);
		System.arraycopy(value, 0, this.buffer, this.position, value.length);
		this.position += value.length;
	}

	void writeString(String value) {
		writeBytes(value.getBytes(StandardCharsets.UTF_8));
	}

	void writeEnum(Enum<?> value) {
		writeByte(value.ordinal());
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.buffer, this.position);
	}

	private void ensure(int bytes) {
		long needed = (long) this.position + bytes;
		if (needed <= this.buffer.length) {
			return;
		}
		if (needed > this.maxBytes) {
			throw new FrameOverflowException("No room for " + needed + " bytes where " + this.maxBytes + " fit");
		}
		long grown = Math.min(this.maxBytes, Math.max(needed, 2L * this.buffer.length));
		this.buffer = Arrays.copyOf(this.buffer, (int) grown);
	}

}
