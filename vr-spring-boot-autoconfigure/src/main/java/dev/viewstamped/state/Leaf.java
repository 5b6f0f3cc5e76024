package dev.viewstamped.state;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A page of entries: its slots are {@link Cell cells} with the values.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Leaf<K extends Comparable<? super K>, V> extends Page<K, V> {

	private static final Object[] NOTHING = {};

	private Leaf(Object[] keys, Object[] cells) {
		super(keys, cells);
	}

	static <K extends Comparable<? super K>, V> Leaf<K, V> empty() {
		return new Leaf<>(NOTHING, NOTHING);
	}

	/**
	 * A page of these entries.
	 * @param keys the keys in order, owned by the new page
	 * @param values the values
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the page
	 */
	static <K extends Comparable<? super K>, V> Leaf<K, V> of(Object[] keys, Object[] values) {
		Object[] cells = new Object[values.length];
		Arrays.setAll(cells, (index) -> new Cell<>(values[index]));
		return new Leaf<>(keys, cells);
	}

	V value(int index) {
		return cell(index).value();
	}

	@SuppressWarnings("unchecked")
	Cell<V> cell(int index) {
		return (Cell<V>) slot(index);
	}

	@Override
	@Nullable V get(K key) {
		int index = find(key);
		return (index >= 0) ? value(index) : null;
	}

	@Override
	Page<K, V> put(K key, Cell<V> cell, Replaced<V> before) {
		int index = find(key);
		if (index < 0) {
			return splice(-index - 1, 0, new Object[] { key }, new Object[] { cell });
		}
		if (!key(index).equals(key)) {
			cell.forgetEncoded();
		}
		before.set(value(index));
		return withSlot(index, cell);
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
