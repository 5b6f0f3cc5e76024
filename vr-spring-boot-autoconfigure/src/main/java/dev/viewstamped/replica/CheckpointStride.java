package dev.viewstamped.replica;

/**
 * How many checkpoints a replica leaves out because they cost it too much: it takes those
 * of a rank that is high enough. Kept so that taking them goes on for no more than about
 * a tenth of the time.
 */
final class CheckpointStride {

	private static final int SHARE = 10;

	/** So that what is halved does not become too expensive at once. */
	private static final int MARGIN = 4;

	private static final int MAX_RANK = 48;

	private static final long UNKNOWN = -1;

	private int rank;

	private long startedNanos;

	private boolean startedOnce;

	private long intervalNanos = UNKNOWN;

	/**
	 * The rank that a checkpoint must have to be taken.
	 */
	int rank() {
		return this.rank;
	}

	/**
	 * One is begun.
	 */
	void started(long nowNanos) {
		this.intervalNanos = this.startedOnce ? nowNanos - this.startedNanos : UNKNOWN;
		this.startedNanos = nowNanos;
		this.startedOnce = true;
	}

	/**
	 * It is complete.
	 */
	void completed(long nowNanos) {
		long costNanos = nowNanos - this.startedNanos;
		if (this.intervalNanos == UNKNOWN) {
			return;
		}
		if (costNanos > this.intervalNanos / SHARE) {
			this.rank = Math.min(MAX_RANK, this.rank + 1);
		}
		else if (costNanos <= this.intervalNanos / SHARE / MARGIN) {
			this.rank = Math.max(0, this.rank - 1);
		}
	}

}
