package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.viewstamped.message.Entry;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries of a log, which come and go at its end and go at its beginning, in
 * pieces that are freed as one. Op-numbers may be of any size.
 */
final class LogChunks {

	private static final int SHIFT = 10;

	private static final int SIZE = 1 << SHIFT;

	private static final int MASK = SIZE - 1;

	/**
	 * An entry, its slot and the header of its payload's array, as a 64-bit JVM lays them
	 * out.
	 */
	private static final long BYTES_PER_ENTRY = 80 + 4 + 16;

	private final List<Chunk> chunks = new ArrayList<>();

	/** Op-number that has the first slot of the first chunk. */
	private long originOpNumber = 1;

	private long bytes;

	/**
	 * Memory that the entries take.
	 */
	long bytes() {
		return this.bytes;
	}

	static long bytesOf(Entry entry) {
		return BYTES_PER_ENTRY + ((entry.payload().length + 7L) & ~7L);
	}

	/**
	 * Memory that neighbouring entries take, which are here.
	 */
	long bytes(long fromOpNumber, long throughOpNumber) {
		long result = 0;
		long op = fromOpNumber;
		while (op <= throughOpNumber) {
			if (slot(op) == 0 && op + MASK <= throughOpNumber) {
				result += chunk(op).bytes;
				op += SIZE;
			}
			else {
				result += bytesOf(get(op));
				op++;
			}
		}
		return result;
	}

	Entry get(long opNumber) {
		return Objects.requireNonNull(chunk(opNumber).entries[slot(opNumber)]);
	}

	/**
	 * Put an entry after the last one.
	 */
	void add(Entry entry) {
		long opNumber = entry.opNumber();
		if (((opNumber - this.originOpNumber) >> SHIFT) == this.chunks.size()) {
			this.chunks.add(new Chunk());
		}
		Chunk chunk = chunk(opNumber);
		chunk.entries[slot(opNumber)] = entry;
		chunk.bytes += bytesOf(entry);
		this.bytes += bytesOf(entry);
	}

	void removeLast(long opNumber) {
		remove(opNumber);
		if (slot(opNumber) == 0) {
			this.chunks.remove(this.chunks.size() - 1);
		}
	}

	/**
	 * Remove the first entries.
	 */
	void removeFirst(long fromOpNumber, long throughOpNumber) {
		for (long op = fromOpNumber; op <= throughOpNumber; op++) {
			remove(op);
		}
		int emptied = (int) ((throughOpNumber + 1 - this.originOpNumber) >> SHIFT);
		this.chunks.subList(0, emptied).clear();
		this.originOpNumber += (long) emptied << SHIFT;
	}

	/**
	 * Remove all entries.
	 * @param nextOpNumber the next one to come
	 */
	void clear(long nextOpNumber) {
		this.chunks.clear();
		this.originOpNumber = nextOpNumber;
		this.bytes = 0;
	}

	private void remove(long opNumber) {
		Chunk chunk = chunk(opNumber);
		long freed = bytesOf(get(opNumber));
		chunk.entries[slot(opNumber)] = null;
		chunk.bytes -= freed;
		this.bytes -= freed;
	}

	private Chunk chunk(long opNumber) {
		return this.chunks.get((int) ((opNumber - this.originOpNumber) >> SHIFT));
	}

	private int slot(long opNumber) {
		return (int) ((opNumber - this.originOpNumber) & MASK);
	}

	private static final class Chunk {

		private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

		private long bytes;

	}

}
