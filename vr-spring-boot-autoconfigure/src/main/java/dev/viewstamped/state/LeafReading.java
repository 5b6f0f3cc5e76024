package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * A leaf that has come and is to be read: the part of an assembly that takes time, and
 * needs nothing of the assembly, so that several can be read at once.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class LeafReading<K extends Comparable<? super K>, V> {

	private final MapFormat<K, V> format;

	private final byte[] bytes;

	private final Target<K, V> target;

	private @Nullable Leaf<K, V> leaf;

	private boolean sameAsWritten;

	private @Nullable RuntimeException failure;

	LeafReading(MapFormat<K, V> format, byte[] bytes, Target<K, V> target) {
		this.format = format;
		this.bytes = bytes;
		this.target = target;
	}

	/**
	 * Read the leaf, and find out whether this service would write it just as it came. A
	 * failure shows when it is taken.
	 * @param reader used by one thread at a time
	 * @param sameFormat whether that is known
	 */
	void read(LeafReader reader, boolean sameFormat) {
		try {
			Leaf<K, V> read = this.format.readLeaf(this.bytes);
			this.sameAsWritten = sameFormat || reader.isWrittenAs(read, this.format, this.bytes);
			if (this.sameAsWritten) {
				reader.print(read, this.bytes);
			}
			this.leaf = read;
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
	}

	/**
	 * Hand the leaf over.
	 * @throws IllegalStateException if it could not be read
	 */
	void take() {
		if (this.failure != null) {
			throw this.failure;
		}
		Leaf<K, V> read = this.leaf;
		if (read == null) {
			throw new IllegalStateException("The leaf has not been read");
		}
		this.target.take(read, this.sameAsWritten);
	}

	/**
	 * Takes a leaf.
	 *
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	interface Target<K extends Comparable<? super K>, V> {

		void take(Leaf<K, V> leaf, boolean sameAsWritten);

	}

}
