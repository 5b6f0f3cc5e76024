package dev.viewstamped.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import dev.viewstamped.Digest;

/**
 * Computes digests, one after the other.
 */
final class Digester {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	/** Longs of a digest. */
	static final int PARTS = 4;

	private final MessageDigest sha256;

	private final byte[] result = new byte[32];

	Digester() {
		try {
			this.sha256 = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime lacks SHA-256, which every Java runtime must have", ex);
		}
	}

	Digest digest(byte[] bytes, int offset, int length) {
		update(bytes, offset, length);
		return last();
	}

	/**
	 * Digest of a byte followed by others.
	 */
	Digest digest(byte first, byte[] bytes, int offset, int length) {
		this.sha256.update(first);
		update(bytes, offset, length);
		return last();
	}

	/**
	 * Compute the digest of bytes without making an object of it.
	 */
	void update(byte[] bytes, int offset, int length) {
		this.sha256.update(bytes, offset, length);
		try {
			this.sha256.digest(this.result, 0, this.result.length);
		}
		catch (DigestException ex) {
			throw new IllegalStateException("SHA-256 of this Java runtime does not give 32 bytes", ex);
		}
	}

	/**
	 * A quarter of the last digest.
	 * @param index which one, from 0
	 */
	long part(int index) {
		return (long) LONG.get(this.result, index * Long.BYTES);
	}

	private Digest last() {
		return new Digest(part(0), part(1), part(2), part(3));
	}

}
