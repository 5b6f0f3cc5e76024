package dev.viewstamped.state;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.viewstamped.Digest;

/**
 * Encodes pages, one after the other, in memory that is used again. Equal contents give
 * equal bytes.
 */
final class PageWriter {

	/**
	 * Bytes of a page at most.
	 */
	static final int MAX_LENGTH = 1 << 30;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private final Digester digester;

	private byte[] bytes = new byte[4 * 1024];

	private int length;

	PageWriter(Digester digester) {
		this.digester = digester;
	}

	/**
	 * Begin a page, and forget the one before.
	 * @param kind its kind
	 */
	void begin(byte kind) {
		clear();
		writeByte(kind);
	}

	void clear() {
		this.length = 0;
	}

	void writeByte(byte value) {
		reserve(1);
		this.bytes[this.length++] = value;
	}

	void writeLong(long value) {
		reserve(Long.BYTES);
		LONG.set(this.bytes, this.length, value);
		this.length += Long.BYTES;
	}

	/**
	 * Write a number of at least 0 in as few bytes as it takes, seven bits each, the
	 * lowest first.
	 */
	void writeNumber(long value) {
		long rest = value;
		while (rest > 0x7F) {
			writeByte((byte) (rest | 0x80));
			rest >>>= 7;
		}
		writeByte((byte) rest);
	}

	void writeDigest(Digest digest) {
		writeLong(digest.first());
		writeLong(digest.second());
		writeLong(digest.third());
		writeLong(digest.fourth());
	}

	void writeString(String string) {
		writeBytes(string.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write bytes after their length.
	 */
	void writeBytes(byte[] array) {
		writeNumber(array.length);
		writeRaw(array, 0, array.length);
	}

	void writeRaw(byte[] array, int offset, int count) {
		reserve(count);
		System.arraycopy(array, offset, this.bytes, this.length, count);
		this.length += count;
	}

	int length() {
		return this.length;
	}

	/**
	 * Make what was written the fingerprint of an entry.
	 */
	void print(Cell<?> cell) {
		this.digester.update(this.bytes, 0, this.length);
		cell.print(this.digester, this.length);
	}

	/**
	 * Digest of the page.
	 * @param pages computes it
	 */
	Digest digest(PageDigester pages) {
		return pages.digest(this.bytes, this.length);
	}

	/**
	 * Digest of the bytes, which is that of any page but a leaf.
	 */
	Digest digest() {
		return this.digester.digest(this.bytes, 0, this.length);
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	void writeTo(OutputStream out) throws IOException {
		out.write(this.bytes, 0, this.length);
	}

	boolean isSameAs(byte[] page) {
		return Arrays.equals(this.bytes, 0, this.length, page, 0, page.length);
	}

	private void reserve(int count) {
		long needed = (long) this.length + count;
		if (needed > MAX_LENGTH) {
			throw new IllegalStateException(("A page of a checkpoint would have %s bytes, and may have %s at most."
					+ " Spread what is in the largest values of the replicated maps over more entries")
				.formatted(needed, MAX_LENGTH));
		}
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes,
					(int) Math.min(MAX_LENGTH, Math.max(needed, 2L * this.bytes.length)));
		}
	}

}
