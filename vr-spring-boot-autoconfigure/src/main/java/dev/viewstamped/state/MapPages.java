package dev.viewstamped.state;

import java.util.List;
import java.util.Objects;

import dev.viewstamped.Digest;

/**
 * A map of a checkpoint: all of its pages have their seals.
 *
 * @param format how its pages are written
 * @param tree its entries
 * @param <K> the type of keys
 * @param <V> the type of values
 */
record MapPages<K extends Comparable<? super K>, V>(MapFormat<K, V> format, PageTree<K, V> tree) {

	@SuppressWarnings("unchecked")
	static <K extends Comparable<? super K>, V> MapPages<K, V> of(MapFormat<K, V> format, PageTree<?, ?> tree,
			Sealer sealer) {
		PageTree<K, V> typed = (PageTree<K, V>) tree;
		sealer.seal(typed.root(), format);
		return new MapPages<>(format, typed);
	}

	Seal seal() {
		return Objects.requireNonNull(this.tree.root().seal());
	}

	RootPage.MapRoot root() {
		return new RootPage.MapRoot(this.format.name(), this.tree.size(), seal().bytes(), seal().digest());
	}

	/**
	 * Encode a page.
	 * @param path the child to go to at each level, from the topmost page down
	 * @param writer what it is written to
	 * @param digester computes its digest
	 * @throws IllegalArgumentException if there is no such page
	 */
	void writePage(List<Integer> path, PageWriter writer, PageDigester digester) {
		Page<K, V> page = this.tree.root();
		for (int child : path) {
			int index = Checkpoint.checkIndex(child, (page instanceof Branch) ? page.width() : 0);
			page = ((Branch<K, V>) page).child(index);
		}
		write(page, writer, digester);
	}

	/**
	 * Encode a page, and make sure that it is still what was digested.
	 * @param page a page of the tree
	 * @param writer what it is written to
	 * @param digester computes its digest
	 */
	void write(Page<K, V> page, PageWriter writer, PageDigester digester) {
		this.format.write(page, writer);
		Digest digest = Objects.requireNonNull(page.seal()).digest();
		if (!writer.digest(digester).equals(digest)) {
			throw new IllegalStateException(("Entries of map '%s' have changed since they were put, between keys %s and"
					+ " %s: replicas cannot agree on such changes. Make keys and values immutable, and put a new value"
					+ " in place of the old one; and let equal objects give equal JSON")
				.formatted(this.format.name(), page.key(0), page.key(page.width() - 1)));
		}
	}

}
