package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.viewstamped.message.Entry;

/**
 * Sees whether the disk does what it is given. A disk that fails says so; one that hangs
 * says nothing, and what waits for it would become more and more. A whole state that is
 * written in place of another one may take as long as it takes.
 */
final class DiskWatch {

	static final long MAX_WAITING_BYTES = 256L << 20;

	private static final long MIN_LIMIT_NANOS = 30_000_000_000L;

	private static final int LIMIT_TIMEOUTS = 10;

	private static final int ENTRY_BYTES = 128;

	/**
	 * What a flush has handed over.
	 */
	private record Part(long sequence, long bytes, boolean wholeState) {

	}

	private final ReplicaState state;

	private final long limitNanos;

	private final Deque<Part> waiting = new ArrayDeque<>();

	private long waitingBytes;

	/** Whole states among what waits. */
	private int wholeStates;

	private long freshBytes;

	private boolean freshWholeState;

	/** When the disk was done with something last, or was given something to do. */
	private long progressNanos;

	DiskWatch(ReplicaState state) {
		this.state = state;
		this.limitNanos = Math.max(MIN_LIMIT_NANOS, LIMIT_TIMEOUTS * state.options.viewChangeTimeoutNanos());
	}

	void appended(Entry entry) {
		this.freshBytes += ENTRY_BYTES + entry.payload().length;
	}

	void installed() {
		this.freshWholeState = true;
	}

	void flushed(long sequence) {
		if (this.waiting.isEmpty()) {
			this.progressNanos = this.state.nowNanos;
		}
		this.waiting.add(new Part(sequence, this.freshBytes, this.freshWholeState));
		this.waitingBytes += this.freshBytes;
		this.wholeStates += this.freshWholeState ? 1 : 0;
		this.freshBytes = 0;
		this.freshWholeState = false;
	}

	void stored(long sequence) {
		Part first = this.waiting.peek();
		while (first != null && first.sequence() <= sequence) {
			this.waiting.remove();
			this.waitingBytes -= first.bytes();
			this.wholeStates -= first.wholeState() ? 1 : 0;
			this.progressNanos = this.state.nowNanos;
			first = this.waiting.peek();
		}
	}

	/**
	 * Count the time from now on as if the disk had just done something: the replica did
	 * not run, and has not heard of it.
	 */
	void restart() {
		this.progressNanos = this.state.nowNanos;
	}

	/**
	 * How long the disk has had something to do and has done nothing.
	 */
	long stalledNanos() {
		return (this.waiting.isEmpty() || this.wholeStates > 0) ? 0 : this.state.nowNanos - this.progressNanos;
	}

	/**
	 * Stop the replica if it cannot go on waiting.
	 */
	void tick() {
		long stalledNanos = stalledNanos();
		if (stalledNanos > this.limitNanos) {
			stop("has done nothing for " + stalledNanos / 1_000_000_000 + " s of what this replica waits for");
		}
		else if (this.waitingBytes > MAX_WAITING_BYTES) {
			stop("is slower than the group: " + (this.waitingBytes >> 20) + " MB of the log wait for it");
		}
	}

	private void stop(String what) {
		this.state.stop(new Condition(Condition.STORAGE_ERROR, "The disk of this member " + what
				+ ". The replica has stopped and acknowledges nothing any more. See to the disk of "
				+ "vr.storage.directory, then restart the application: the replica goes on with what the disk has, "
				+ "and takes the rest from the others."));
	}

}
