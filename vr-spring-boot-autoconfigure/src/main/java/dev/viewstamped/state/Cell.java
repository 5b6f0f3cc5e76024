package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * The value of an entry, and the entry's fingerprint once a checkpoint has had it: a page
 * of which one entry has changed need not encode the others again. Threads that race to
 * make the fingerprint make the same one.
 *
 * @param <V> the type of the value
 */
final class Cell<V> {

	private final V value;

	private long first;

	private long second;

	private long third;

	private long fourth;

	/** Bytes of the encoded entry; 0 without a fingerprint. Written last. */
	private volatile int length;

	/** Known from the put until there is a fingerprint. */
	private @Nullable EncodedEntry encoded;

	Cell(V value) {
		this(value, null);
	}

	/**
	 * Create a cell without a fingerprint.
	 * @param value the value
	 * @param encoded the bytes of the entry, {@code null} if they are not known
	 */
	Cell(V value, @Nullable EncodedEntry encoded) {
		this.value = value;
		this.encoded = encoded;
	}

	V value() {
		return this.value;
	}

	/**
	 * How long the encoded entry is.
	 * @return its bytes; 0 as long as it has no fingerprint
	 */
	int length() {
		return this.length;
	}

	/**
	 * Keep the fingerprint.
	 * @param digester has the digest of the encoded entry
	 * @param entryLength bytes of the encoded entry
	 */
	void print(Digester digester, int entryLength) {
		this.first = digester.part(0);
		this.second = digester.part(1);
		this.third = digester.part(2);
		this.fourth = digester.part(3);
		this.encoded = null;
		this.length = entryLength;
	}

	/**
	 * The bytes of the entry.
	 * @return the bytes; {@code null} if they are not known, or no longer
	 */
	@Nullable EncodedEntry encoded() {
		return this.encoded;
	}

	/**
	 * Forget the bytes: the key of the entry is another object.
	 */
	void forgetEncoded() {
		this.encoded = null;
	}

	/**
	 * Write the fingerprint.
	 * @param writer what it is written to
	 */
	void write(PageWriter writer) {
		writer.writeLong(this.first);
		writer.writeLong(this.second);
		writer.writeLong(this.third);
		writer.writeLong(this.fourth);
	}

}
