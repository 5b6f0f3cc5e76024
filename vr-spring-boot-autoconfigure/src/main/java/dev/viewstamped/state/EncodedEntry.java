package dev.viewstamped.state;

/**
 * The bytes of an entry, as a checkpoint has them. A put makes them to see that it can;
 * kept until the next checkpoint, they need not be made twice.
 */
final class EncodedEntry {

	private final byte[] key;

	private final byte[] value;

	/**
	 * Create the bytes of an entry.
	 * @param key those of the key, not to be changed afterwards
	 * @param value those of the value, not to be changed afterwards
	 */
	EncodedEntry(byte[] key, byte[] value) {
		this.key = key;
		this.value = value;
	}

	void write(PageWriter writer) {
		writer.writeBytes(this.key);
		writer.writeBytes(this.value);
	}

}
