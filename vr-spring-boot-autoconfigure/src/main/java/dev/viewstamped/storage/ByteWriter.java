package dev.viewstamped.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes values into a byte array that grows, and that is used again and again.
 */
final class ByteWriter {

	private static final int MAX_NUMBER_BYTES = 10;

	private byte[] buffer;

	private int position;

	ByteWriter(int initialBytes) {
		this.buffer = new byte[initialBytes];
	}

	byte[] buffer() {
		return this.buffer;
	}

	int position() {
		return this.position;
	}

	void clear() {
		this.position = 0;
	}

	ByteBuffer written() {
		return ByteBuffer.wrap(this.buffer, 0, this.position);
	}

	void writeByte(int value) {
		ensure(1);
		this.buffer[this.position++] = (byte) value;
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
	 * Write a number in few bytes if it is small and not negative.
	 * @param value the number
	 */
	void writeNumber(long value) {
		ensure(MAX_NUMBER_BYTES);
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.buffer[this.position++] = (byte) (rest | 0x80);
			rest >>>= 7;
		}
		this.buffer[this.position++] = (byte) rest;
	}

	void writeUuid(UUID value) {
		writeLong(value.getMostSignificantBits());
		writeLong(value.getLeastSignificantBits());
	}

	void writeBytes(byte[] value) {
		writeNumber(value.length);
		writeRaw(value, 0, value.length);
	}

	void writeRaw(byte[] value, int offset, int length) {
		ensure(length);
		System.arraycopy(value, offset, this.buffer, this.position, length);
		this.position += length;
	}

	void writeString(String value) {
		writeBytes(value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write zeros up to a multiple of a number.
	 * @param multiple the number
	 */
	void pad(int multiple) {
		int bytes = (multiple - this.position % multiple) % multiple;
		ensure(bytes);
		Arrays.fill(this.buffer, this.position, this.position + bytes, (byte) 0);
		this.position += bytes;
	}

	private void ensure(int bytes) {
		int needed = Math.addExact(this.position, bytes);
		if (needed > this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, (int) Math.max(needed, Math.min(1L << 30, 2L * needed)));
		}
	}

}
