package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * An immutable B+tree. A change gives a new tree that shares with this one all pages but
 * those on the path to the change, so keeping an old tree is free. All pages but the root
 * are at least half full, and all leaves have the same depth. The shape depends on the
 * history of changes only, which is the same on every replica.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class PageTree<K extends Comparable<? super K>, V> {

	private final Page<K, V> root;

	private final long size;

	private PageTree(Page<K, V> root, long size) {
		this.root = root;
		this.size = size;
	}

	static <K extends Comparable<? super K>, V> PageTree<K, V> empty() {
		return new PageTree<K, V>(Leaf.empty(), 0);
	}

	/**
	 * A tree of pages that came from elsewhere.
	 * @param root the topmost page
	 * @param size the number of entries below it
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the tree
	 */
	static <K extends Comparable<? super K>, V> PageTree<K, V> of(Page<K, V> root, long size) {
		return new PageTree<>(root, size);
	}

	Page<K, V> root() {
		return this.root;
	}

	long size() {
		return this.size;
	}

	@Nullable V get(K key) {
		return this.root.get(key);
	}

	/**
	 * A tree in which the key has the value. A key that is there already stays the same
	 * object, as in {@link java.util.TreeMap}.
	 * @param key the key
	 * @param value the value
	 * @return the new tree and the value before
	 */
	Change<K, V> put(K key, V value) {
		return put(key, new Cell<>(value));
	}

	/**
	 * A tree in which the key has the value.
	 * @param key the key
	 * @param cell the value, in a cell that is in no tree yet
	 * @return the new tree and the value before
	 */
	Change<K, V> put(K key, Cell<V> cell) {
		Page.Replaced<V> replaced = new Page.Replaced<>();
		Page<K, V> page = this.root.put(key, cell, replaced);
		V before = replaced.value();
		Page<K, V> newRoot = page.isOverfull() ? Branch.of(page.firstHalf(), page.secondHalf()) : page;
		return new Change<>(new PageTree<>(newRoot, (before != null) ? this.size : this.size + 1), before);
	}

	/**
	 * A tree without the key.
	 * @param key the key
	 * @return the new tree and the value before; this tree if there was none
	 */
	Change<K, V> remove(K key) {
		V before = get(key);
		if (before == null) {
			return new Change<>(this, null);
		}
		Page<K, V> page = this.root.remove(key);
		Page<K, V> newRoot = (page instanceof Branch<K, V> branch && branch.width() == 1) ? branch.child(0) : page;
		return new Change<>(new PageTree<>(newRoot, this.size - 1), before);
	}

	/**
	 * Walk over a range in the order of keys: O(log n) to start, O(1) for each entry.
	 * @param fromInclusive the first key, or {@code null} to start at the beginning
	 * @param toExclusive the key at which to stop, or {@code null} to walk to the end
	 * @return a cursor before the first entry of the range; a range that ends before it
	 * begins is empty
	 */
	PageCursor<K, V> cursor(@Nullable K fromInclusive, @Nullable K toExclusive) {
		return new PageCursor<>(this.root, fromInclusive, toExclusive);
	}

	/**
	 * What a change leads to.
	 *
	 * @param tree the tree after the change
	 * @param before the value of the key before the change, or {@code null}
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	record Change<K extends Comparable<? super K>, V>(PageTree<K, V> tree, @Nullable V before) {

	}

}
