package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;

import org.jspecify.annotations.Nullable;

/**
 * The log (§4): entries by op-number without a gap, from 1.
 */
final class Log {

	private static final int CHUNK_SHIFT = 10;

	private static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;

	private static final int CHUNK_MASK = CHUNK_SIZE - 1;

	/**
	 * An entry, its slot and the header of its payload's array, as a 64-bit JVM lays them
	 * out.
	 */
	private static final long BYTES_PER_ENTRY = 80 + 4 + 16;

	private final List<@Nullable Entry[]> chunks = new ArrayList<>();

	private final List<History.Run> finishedRuns = new ArrayList<>();

	private long opNumber;

	private long bytes;

	private Viewstamp lastViewstamp = Viewstamp.ZERO;

	long opNumber() {
		return this.opNumber;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * Identity of the last entry.
	 */
	Viewstamp lastViewstamp() {
		return this.lastViewstamp;
	}

	long lastTimestampNanos() {
		return (this.opNumber == 0) ? 0 : get(this.opNumber).timestampNanos();
	}

	Entry get(long opNumber) {
		if (opNumber < 1 || opNumber > this.opNumber) {
			throw new IllegalArgumentException("No op " + opNumber + " in a log up to " + this.opNumber);
		}
		int index = Math.toIntExact(opNumber - 1);
		return Objects.requireNonNull(this.chunks.get(index >> CHUNK_SHIFT)[index & CHUNK_MASK]);
	}

	Viewstamp viewstamp(long opNumber) {
		return (opNumber == 0) ? Viewstamp.ZERO : get(opNumber).viewstamp();
	}

	/**
	 * Whether an entry can be the next one: no log has entries whose op-number, view or
	 * time is otherwise.
	 */
	boolean isFollowedBy(Entry entry) {
		Viewstamp last = this.lastViewstamp;
		boolean laterView = entry.epoch() > last.epoch()
				|| (entry.epoch() == last.epoch() && entry.view() >= last.view());
		return entry.opNumber() == this.opNumber + 1 && laterView && entry.timestampNanos() > lastTimestampNanos();
	}

	void append(Entry entry) {
		if (!isFollowedBy(entry)) {
			throw new IllegalStateException("The entry " + entry.viewstamp() + " does not follow " + this.lastViewstamp
					+ ", or its time is not after that of the one before");
		}
		Viewstamp last = this.lastViewstamp;
		if (this.opNumber > 0 && (last.view() != entry.view() || last.epoch() != entry.epoch())) {
			this.finishedRuns.add(new History.Run(last.epoch(), last.view(), last.opNumber()));
		}
		int index = Math.toIntExact(this.opNumber);
		if ((index & CHUNK_MASK) == 0) {
			this.chunks.add(new @Nullable Entry[CHUNK_SIZE]);
		}
		this.chunks.get(index >> CHUNK_SHIFT)[index & CHUNK_MASK] = entry;
		this.opNumber++;
		this.lastViewstamp = entry.viewstamp();
		this.bytes += bytesOf(entry);
	}

	/**
	 * The viewstamps of all entries.
	 */
	History history() {
		if (this.opNumber == 0) {
			return History.EMPTY;
		}
		List<History.Run> runs = new ArrayList<>(this.finishedRuns);
		runs.add(new History.Run(this.lastViewstamp.epoch(), this.lastViewstamp.view(), this.opNumber));
		return new History(runs);
	}

	/**
	 * Entries from an op-number on.
	 * @param fromOpNumber the first op-number
	 * @param maxEntries how many at most
	 * @param maxBytes how many bytes of payload at most, if there is more than one entry
	 */
	List<Entry> slice(long fromOpNumber, int maxEntries, int maxBytes) {
		List<Entry> entries = new ArrayList<>();
		long payloadBytes = 0;
		for (long op = fromOpNumber; op <= this.opNumber && entries.size() < maxEntries; op++) {
			Entry entry = get(op);
			payloadBytes += entry.payload().length;
			if (!entries.isEmpty() && payloadBytes > maxBytes) {
				break;
			}
			entries.add(entry);
		}
		return entries;
	}

	/**
	 * Replace all entries after an op-number.
	 * @param keep the last op-number to keep
	 * @param suffix what comes after it
	 */
	void replaceAfter(long keep, Collection<Entry> suffix) {
		while (this.opNumber > keep) {
			this.bytes -= bytesOf(get(this.opNumber));
			int index = Math.toIntExact(this.opNumber - 1);
			this.chunks.get(index >> CHUNK_SHIFT)[index & CHUNK_MASK] = null;
			if ((index & CHUNK_MASK) == 0) {
				this.chunks.remove(index >> CHUNK_SHIFT);
			}
			this.opNumber--;
		}
		this.lastViewstamp = viewstamp(this.opNumber);
		while (!this.finishedRuns.isEmpty()
				&& this.finishedRuns.get(this.finishedRuns.size() - 1).lastOpNumber() >= this.opNumber) {
			this.finishedRuns.remove(this.finishedRuns.size() - 1);
		}
		suffix.forEach(this::append);
	}

	private static long bytesOf(Entry entry) {
		return BYTES_PER_ENTRY + ((entry.payload().length + 7L) & ~7L);
	}

}
