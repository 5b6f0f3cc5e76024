package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;

/**
 * The log (§4): entries by op-number without a gap, from the one after its base on. The
 * entries up to the base are in a checkpoint (§5.1) and were dropped.
 */
final class Log {

	private final LogChunks chunks = new LogChunks();

	/** The runs that are over, of the base's history too. */
	private final List<History.Run> finishedRuns = new ArrayList<>();

	private LogBase base = LogBase.ZERO;

	private long opNumber;

	private Viewstamp lastViewstamp = Viewstamp.ZERO;

	/**
	 * What is known of the entries that are no longer here.
	 */
	LogBase base() {
		return this.base;
	}

	/**
	 * The first op-number that is here, or will be if there is none.
	 */
	long firstOpNumber() {
		return this.base.opNumber() + 1;
	}

	long opNumber() {
		return this.opNumber;
	}

	long bytes() {
		return this.chunks.bytes();
	}

	/**
	 * Identity of the last entry.
	 */
	Viewstamp lastViewstamp() {
		return this.lastViewstamp;
	}

	long lastTimestampNanos() {
		return timestampNanos(this.opNumber);
	}

	/**
	 * Replicated time of an entry.
	 * @param opNumber the op-number; up to that of the base, what is told is the base's
	 */
	long timestampNanos(long opNumber) {
		return (opNumber <= this.base.opNumber()) ? this.base.timestampNanos() : get(opNumber).timestampNanos();
	}

	Entry get(long opNumber) {
		if (opNumber < firstOpNumber() || opNumber > this.opNumber) {
			throw new IllegalArgumentException(
					"No op " + opNumber + " in a log from " + firstOpNumber() + " to " + this.opNumber);
		}
		return this.chunks.get(opNumber);
	}

	/**
	 * The viewstamp at an op-number.
	 * @param opNumber the op-number, from that at which {@link #history()} begins on
	 */
	Viewstamp viewstamp(long opNumber) {
		return (opNumber <= this.base.opNumber()) ? this.base.history().viewstamp(opNumber) : get(opNumber).viewstamp();
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
		if (this.opNumber > begin().opNumber() && (last.view() != entry.view() || last.epoch() != entry.epoch())) {
			this.finishedRuns.add(new History.Run(last.epoch(), last.view(), last.opNumber()));
		}
		this.opNumber++;
		this.chunks.add(entry);
		this.lastViewstamp = entry.viewstamp();
	}

	/**
	 * The viewstamps of the entries, those before the base included as far as they are
	 * known.
	 */
	History history() {
		List<History.Run> runs = new ArrayList<>(this.finishedRuns);
		if (this.opNumber > begin().opNumber()) {
			runs.add(new History.Run(this.lastViewstamp.epoch(), this.lastViewstamp.view(), this.opNumber));
		}
		return new History(begin(), runs);
	}

	/**
	 * Entries from an op-number on.
	 * @param fromOpNumber the first op-number; nothing is found if it is no longer here
	 * @param maxEntries how many at most
	 * @param maxBytes how many bytes of payload at most, if there is more than one entry
	 */
	List<Entry> slice(long fromOpNumber, int maxEntries, int maxBytes) {
		List<Entry> entries = new ArrayList<>();
		if (fromOpNumber < firstOpNumber()) {
			return entries;
		}
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
	 * @param keep the last op-number to keep, at least that of the base
	 * @param suffix what comes after it
	 */
	void replaceAfter(long keep, Collection<Entry> suffix) {
		if (keep < this.base.opNumber()) {
			throw new IllegalArgumentException(
					"The log is known from op " + firstOpNumber() + " on, so nothing can be replaced after op " + keep);
		}
		while (this.opNumber > keep) {
			this.chunks.removeLast(this.opNumber);
			this.opNumber--;
		}
		this.lastViewstamp = viewstamp(this.opNumber);
		while (!this.finishedRuns.isEmpty()
				&& this.finishedRuns.get(this.finishedRuns.size() - 1).lastOpNumber() >= this.opNumber) {
			this.finishedRuns.remove(this.finishedRuns.size() - 1);
		}
		suffix.forEach(this::append);
	}

	/**
	 * Drop the entries up to an op-number, which becomes that of the base. They must be
	 * in a checkpoint that this replica keeps: it then can answer whoever lacks them, and
	 * needs nobody's consent.
	 * @param throughOpNumber the last op-number to drop; nothing happens if it is gone
	 */
	void truncate(long throughOpNumber) {
		if (throughOpNumber <= this.base.opNumber()) {
			return;
		}
		Entry last = get(throughOpNumber);
		History known = history().upTo(throughOpNumber).latest(LogBase.MAX_RUNS);
		this.chunks.removeFirst(firstOpNumber(), throughOpNumber);
		this.finishedRuns.removeIf((run) -> run.lastOpNumber() <= known.begin().opNumber());
		this.base = new LogBase(last.viewstamp(), last.timestampNanos(), known);
	}

	/**
	 * Drop entries up to an op-number, but of these keep the latest ones for replicas
	 * that lack few.
	 * @param throughOpNumber the last op-number that may be dropped
	 * @param keptEntries how many of them to keep
	 * @param keptBytes memory that these may take
	 */
	void truncate(long throughOpNumber, long keptEntries, long keptBytes) {
		long excessBytes = this.chunks.bytes(firstOpNumber(), throughOpNumber) - keptBytes;
		long drop = this.base.opNumber();
		while (drop < throughOpNumber && (excessBytes > 0 || drop < throughOpNumber - keptEntries)) {
			drop++;
			excessBytes -= LogChunks.bytesOf(get(drop));
		}
		truncate(drop);
	}

	/**
	 * Become an empty log after a base.
	 */
	void reset(LogBase newBase) {
		this.chunks.clear(newBase.opNumber() + 1);
		this.finishedRuns.clear();
		this.base = newBase;
		this.opNumber = newBase.opNumber();
		this.lastViewstamp = newBase.viewstamp();
		for (History.Run run : newBase.history().runs()) {
			if (run.lastOpNumber() < newBase.opNumber()) {
				this.finishedRuns.add(run);
			}
		}
	}

	private Viewstamp begin() {
		return this.base.history().begin();
	}

}
