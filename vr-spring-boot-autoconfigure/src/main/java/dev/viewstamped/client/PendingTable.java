package dev.viewstamped.client;

import org.jspecify.annotations.Nullable;

/**
 * Pending entries by number, in a ring. Works without boxing or hashing because numbers
 * that are pending together lie close to each other.
 *
 * @param <T> the type of the entries
 */
final class PendingTable<T extends Pending> {

	private static final int INITIAL_CAPACITY = 64;

	private @Nullable Pending[] slots = new Pending[INITIAL_CAPACITY];

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	int capacity() {
		return this.slots.length;
	}

	@Nullable T get(long number) {
		T pending = at(number);
		return (pending != null && pending.number() == number) ? pending : null;
	}

	/**
	 * What is in a slot, whatever its number.
	 * @param index index of the slot; only its low bits count
	 * @return the entry, or {@code null}
	 */
	@SuppressWarnings("unchecked")
	@Nullable T at(long index) {
		return (T) this.slots[(int) index & (this.slots.length - 1)];
	}

	/**
	 * Make room, so that there are at least twice as many slots as given.
	 * @param entries the number of entries
	 */
	void ensureRoomFor(int entries) {
		int capacity = this.slots.length;
		while (capacity < 2L * entries) {
			capacity <<= 1;
		}
		if (capacity > this.slots.length) {
			// Numbers that differ in their low bits still do when more bits count
			@Nullable Pending[] old = this.slots;
			this.slots = new Pending[capacity];
			for (Pending pending : old) {
				if (pending != null) {
					this.slots[(int) pending.number() & (capacity - 1)] = pending;
				}
			}
		}
	}

	void put(T pending) {
		int slot = (int) pending.number() & (this.slots.length - 1);
		if (this.slots[slot] != null) {
			throw new IllegalStateException("No slot for number " + pending.number());
		}
		this.slots[slot] = pending;
		this.size++;
	}

	void remove(T pending) {
		int slot = (int) pending.number() & (this.slots.length - 1);
		if (this.slots[slot] == pending) {
			this.slots[slot] = null;
			this.size--;
		}
	}

}
