package dev.viewstamped.state;

/**
 * What it takes to compare leaves with the bytes that they were read from. Used by one
 * thread at a time.
 */
final class LeafReader {

	private final PageWriter writer = new PageWriter(new Digester());

	private final PageDigester digester = new PageDigester();

	/**
	 * Whether this service would write a leaf just as it came.
	 */
	<K extends Comparable<? super K>, V> boolean isWrittenAs(Leaf<K, V> leaf, MapFormat<K, V> format, byte[] bytes) {
		format.write(leaf, this.writer);
		return this.writer.isSameAs(bytes);
	}

	/**
	 * Give the entries of a leaf that is written just so their fingerprints: the next
	 * checkpoint then need not encode those that have not changed.
	 */
	void print(Leaf<?, ?> leaf, byte[] bytes) {
		this.digester.print(leaf, bytes);
	}

}
