package dev.viewstamped.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.viewstamped.Digest;

/**
 * Decodes a page. What it reads has the right digest, so a page that is not whole was
 * written by another version of this library: {@link IllegalStateException}.
 */
final class PageReader {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private final byte[] bytes;

	private int position;

	/**
	 * Begin to read a page.
	 * @param bytes the page
	 * @param kind the kind that it must be of
	 */
	PageReader(byte[] bytes, byte kind) {
		this.bytes = bytes;
		byte actual = readByte();
		if (actual != kind) {
			throw malformed("is of kind %s instead of %s".formatted(actual, kind));
		}
	}

	byte readByte() {
		require(1);
		return this.bytes[this.position++];
	}

	long readLong() {
		require(Long.BYTES);
		long value = (long) LONG.get(this.bytes, this.position);
		this.position += Long.BYTES;
		return value;
	}

	/**
	 * Read a number of at least 0.
	 */
	long readNumber() {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
			byte next = readByte();
			value |= (long) (next & 0x7F) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw malformed("has a number that is too large");
	}

	/**
	 * Read how many elements follow.
	 * @param elementLength the bytes of an element at least
	 * @return the number of elements, no more than the page has room for
	 */
	int readCount(int elementLength) {
		long count = readNumber();
		if (count > remaining() / elementLength) {
			throw malformed("has no room for %s elements".formatted(count));
		}
		return (int) count;
	}

	Digest readDigest() {
		return new Digest(readLong(), readLong(), readLong(), readLong());
	}

	String readString() {
		return new String(readBytes(), StandardCharsets.UTF_8);
	}

	byte[] readBytes() {
		int count = readCount(1);
		this.position += count;
		return Arrays.copyOfRange(this.bytes, this.position - count, this.position);
	}

	int remaining() {
		return this.bytes.length - this.position;
	}

	void requireEnd() {
		if (remaining() > 0) {
			throw malformed("has %s bytes too many".formatted(remaining()));
		}
	}

	/**
	 * What is wrong with the page.
	 * @param what the rest of the sentence
	 * @return the exception to throw
	 */
	static IllegalStateException malformed(String what) {
		return new IllegalStateException(("A page of a checkpoint %s, though it has the right digest: it was written"
				+ " by another version of vr-spring-boot. Run the same version at all members")
			.formatted(what));
	}

	private void require(int count) {
		if (remaining() < count) {
			throw malformed("ends early");
		}
	}

}
