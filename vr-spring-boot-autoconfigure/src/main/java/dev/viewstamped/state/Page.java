package dev.viewstamped.state;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link PageTree}: keys in order, and a slot for each. Immutable, so that
 * trees of different moments share what they have in common; only its seal is added
 * later, by the first checkpoint that has the page. A change gives a new page that may be
 * one entry too wide or too narrow; whoever holds the page repairs that.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class Page<K extends Comparable<? super K>, V> permits Leaf, Branch {

	static final int MAX_WIDTH = 64;

	static final int MIN_WIDTH = MAX_WIDTH / 2;

	private final Object[] keys;

	private final Object[] slots;

	private @Nullable Seal seal;

	Page(Object[] keys, Object[] slots) {
		this.keys = keys;
		this.slots = slots;
	}

	abstract @Nullable V get(K key);

	/**
	 * A page in which the key has the value. A key that is there already stays the same
	 * object.
	 * @param key the key
	 * @param cell the value, in a cell that is in no page yet
	 * @param before takes the value that the new one replaces
	 * @return a new page, possibly {@link #isOverfull() overfull} by one
	 */
	abstract Page<K, V> put(K key, Cell<V> cell, Replaced<V> before);

	/**
	 * A page without the key.
	 * @param key the key
	 * @return a new page, possibly {@link #isUnderfull() underfull} by one; this page if
	 * it has no such key
	 */
	abstract Page<K, V> remove(K key);

	/**
	 * A page of the same kind.
	 * @param keys the keys, which nobody changes any more
	 * @param slots the slots, which nobody changes any more
	 * @return the page
	 */
	abstract Page<K, V> create(Object[] keys, Object[] slots);

	/**
	 * What is known of the page.
	 * @return the seal; {@code null} as long as no checkpoint has had the page
	 */
	final @Nullable Seal seal() {
		return this.seal;
	}

	/**
	 * Keep what is known of the page. A seal is immutable and the same whoever makes it,
	 * so threads that race lose nothing but time.
	 * @param newSeal the seal
	 */
	final void seal(Seal newSeal) {
		this.seal = newSeal;
	}

	/**
	 * A copy with another slot for a key, which stays.
	 * @param index the slot's index
	 * @param newSlot what the slot holds
	 * @return the new page
	 */
	final Page<K, V> withSlot(int index, Object newSlot) {
		Object[] newSlots = this.slots.clone();
		newSlots[index] = newSlot;
		return create(this.keys, newSlots);
	}

	final int width() {
		return this.keys.length;
	}

	final boolean isOverfull() {
		return width() > MAX_WIDTH;
	}

	final boolean isUnderfull() {
		return width() < MIN_WIDTH;
	}

	@SuppressWarnings("unchecked")
	final K key(int index) {
		return (K) this.keys[index];
	}

	final Object slot(int index) {
		return this.slots[index];
	}

	/**
	 * Where the key is.
	 * @param key the key
	 * @return its index; if it is absent, {@code -(index at which it would be) - 1}
	 */
	final int find(K key) {
		return Arrays.binarySearch(this.keys, key);
	}

	final Page<K, V> firstHalf() {
		return range(0, width() / 2);
	}

	final Page<K, V> secondHalf() {
		return range(width() / 2, width());
	}

	/**
	 * This page followed by its right neighbour, which is of the same kind.
	 * @param right the neighbour
	 * @return a new page, possibly overfull
	 */
	final Page<K, V> join(Page<K, V> right) {
		return splice(width(), 0, right.keys, right.slots);
	}

	/**
	 * A copy with some neighbours replaced by others.
	 * @param index the first slot to replace
	 * @param removed the number of slots that go
	 * @param newKeys the keys that come
	 * @param newSlots the slots that come
	 * @return the new page
	 */
	final Page<K, V> splice(int index, int removed, Object[] newKeys, Object[] newSlots) {
		return create(splice(this.keys, index, removed, newKeys), splice(this.slots, index, removed, newSlots));
	}

	private Page<K, V> range(int from, int to) {
		return create(Arrays.copyOfRange(this.keys, from, to), Arrays.copyOfRange(this.slots, from, to));
	}

	private static Object[] splice(Object[] array, int index, int removed, Object[] added) {
		Object[] result = new Object[array.length - removed + added.length];
		System.arraycopy(array, 0, result, 0, index);
		System.arraycopy(added, 0, result, index, added.length);
		System.arraycopy(array, index + removed, result, index + added.length, array.length - index - removed);
		return result;
	}

	/**
	 * What a put has found.
	 *
	 * @param <V> the type of values
	 */
	static final class Replaced<V> {

		private @Nullable V value;

		void set(V replaced) {
			this.value = replaced;
		}

		/**
		 * The value of the key before.
		 * @return the value; {@code null} if there was none
		 */
		@Nullable V value() {
			return this.value;
		}

	}

}
