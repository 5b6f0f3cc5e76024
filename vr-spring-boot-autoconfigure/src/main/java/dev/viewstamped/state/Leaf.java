package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * A page of entries: its slots are values.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Leaf<K extends Comparable<? super K>, V> extends Page<K, V> {

	private static final Object[] NOTHING = {};

	private Leaf(Object[] keys, Object[] values) {
		super(keys, values);
	}

	static <K extends Comparable<? super K>, V> Leaf<K, V> empty() {
		return new Leaf<>(NOTHING, NOTHING);
	}

	/**
	 * A page of these entries.
	 * @param keys the keys in order, owned by the new page
	 * @param values the values, owned by the new page
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the page
	 */
	static <K extends Comparable<? super K>, V> Leaf<K, V> of(Object[] keys, Object[] values) {
		return new Leaf<>(keys, values);
	}

	@SuppressWarnings("unchecked")
	V value(int index) {
		return (V) slot(index);
	}

	@Override
	@Nullable V get(K key) {
		int index = find(key);
		return (index >= 0) ? value(index) : null;
	}

	@Override
	Page<K, V> put(K key, V value) {
		int index = find(key);
		if (index >= 0) {
			return splice(index, 1, new Object[] { key(index) }, new Object[] { value });
		}
		return splice(-index - 1, 0, new Object[] { key }, new Object[] { value });
	}

	@Override
	Page<K, V> remove(K key) {
		int index = find(key);
		return (index >= 0) ? splice(index, 1, NOTHING, NOTHING) : this;
	}

	@Override
	Page<K, V> create(Object[] keys, Object[] slots) {
		return new Leaf<>(keys, slots);
	}

	/**
	 * The first entry at or after a key.
	 * @param key the key
	 * @return its index; the width if all entries are before the key
	 */
	int ceiling(K key) {
		int index = find(key);
		return (index >= 0) ? index : -index - 1;
	}

}
