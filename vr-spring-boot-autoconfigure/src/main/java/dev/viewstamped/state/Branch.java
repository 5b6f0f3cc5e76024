package dev.viewstamped.state;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of pages: its slots are children, all of the same height, and the key of each is
 * the smallest key below it.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Branch<K extends Comparable<? super K>, V> extends Page<K, V> {

	private Branch(Object[] keys, Object[] children) {
		super(keys, children);
	}

	static <K extends Comparable<? super K>, V> Branch<K, V> of(Page<K, V> left, Page<K, V> right) {
		return new Branch<>(new Object[] { left.key(0), right.key(0) }, new Object[] { left, right });
	}

	/**
	 * A page of these children.
	 * @param children pages of the same height and in the order of their keys
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the page
	 */
	static <K extends Comparable<? super K>, V> Branch<K, V> of(List<Page<K, V>> children) {
		return new Branch<>(children.stream().map((child) -> child.key(0)).toArray(), children.toArray());
	}

	@SuppressWarnings("unchecked")
	Page<K, V> child(int index) {
		return (Page<K, V>) slot(index);
	}

	/**
	 * The child in which a key is, or would be.
	 * @param key the key
	 * @return the child's index
	 */
	int childFor(K key) {
		int index = find(key);
		return (index >= 0) ? index : Math.max(0, -index - 2);
	}

	@Override
	@Nullable V get(K key) {
		return child(childFor(key)).get(key);
	}

	@Override
	Page<K, V> put(K key, Cell<V> cell, Replaced<V> before) {
		int index = childFor(key);
		return replace(index, 1, child(index).put(key, cell, before));
	}

	@Override
	Page<K, V> remove(K key) {
		int index = childFor(key);
		Page<K, V> before = child(index);
		Page<K, V> after = before.remove(key);
		if (after == before) {
			return this;
		}
		if (!after.isUnderfull()) {
			return replace(index, 1, after);
		}
		return (index > 0) ? replace(index - 1, 2, child(index - 1).join(after))
				: replace(index, 2, after.join(child(index + 1)));
	}

	@Override
	Page<K, V> create(Object[] keys, Object[] slots) {
		return new Branch<>(keys, slots);
	}

	/**
	 * A copy with some neighbours replaced by one page, which is split if it is overfull.
	 */
	private Page<K, V> replace(int index, int removed, Page<K, V> page) {
		if (removed == 1 && !page.isOverfull() && page.key(0) == key(index)) {
			return withSlot(index, page);
		}
		if (!page.isOverfull()) {
			return splice(index, removed, new Object[] { page.key(0) }, new Object[] { page });
		}
		Page<K, V> left = page.firstHalf();
		Page<K, V> right = page.secondHalf();
		return splice(index, removed, new Object[] { left.key(0), right.key(0) }, new Object[] { left, right });
	}

}
