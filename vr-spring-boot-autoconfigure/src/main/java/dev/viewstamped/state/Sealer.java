package dev.viewstamped.state;

/**
 * Digests the pages that have no seal yet, and encodes of them what it takes.
 */
final class Sealer {

	private final PageWriter writer;

	private final PageDigester digester = new PageDigester();

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
		Seal seal = (page instanceof Leaf<K, V> leaf) ? sealLeaf(leaf, format) : sealBranch(page, format);
		page.seal(seal);
		return seal;
	}

	private <K extends Comparable<? super K>, V> Seal sealLeaf(Leaf<K, V> leaf, MapFormat<K, V> format) {
		PageDigester.Sealed sealed = this.digester.leaf(leaf, format);
		return new Seal(sealed.digest(), 1, leaf.width(), sealed.length());
	}

	private <K extends Comparable<? super K>, V> Seal sealBranch(Page<K, V> page, MapFormat<K, V> format) {
		long pages = 1;
		long entries = 0;
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
		return new Seal(this.writer.digest(), pages, entries, bytes + this.writer.length());
	}

}
