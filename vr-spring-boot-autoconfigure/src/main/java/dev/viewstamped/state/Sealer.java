package dev.viewstamped.state;

/**
 * Encodes and digests the pages that have no seal yet.
 */
final class Sealer {

	private final PageWriter writer;

	Sealer(PageWriter writer) {
		this.writer = writer;
	}

	/**
	 * Seal a page and those below it. Goes no further down than to pages that have their
	 * seals.
	 * @param page the page
	 * @param format how to write it
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return its seal
	 */
	<K extends Comparable<? super K>, V> Seal seal(Page<K, V> page, MapFormat<K, V> format) {
		Seal present = page.seal();
		if (present != null) {
			return present;
		}
		long pages = 1;
		long entries = (page instanceof Leaf) ? page.width() : 0;
		long bytes = 0;
		if (page instanceof Branch<K, V> branch) {
			for (int i = 0; i < branch.width(); i++) {
				Seal child = seal(branch.child(i), format);
				pages += child.pages();
				entries += child.entries();
				bytes += child.bytes();
			}
		}
		format.write(page, this.writer);
		Seal seal = new Seal(this.writer.digest(), pages, entries, bytes + this.writer.length());
		page.seal(seal);
		return seal;
	}

}
