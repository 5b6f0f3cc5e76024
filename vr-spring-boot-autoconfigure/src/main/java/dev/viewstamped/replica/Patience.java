package dev.viewstamped.replica;

/**
 * How long to wait for an answer before another member is asked. Grows while answers do
 * not come in time, because members that are slow get slower by work that they do twice,
 * and comes back little by little when they do.
 */
final class Patience {

	private static final int STEPS_BACK = 8;

	private final long leastNanos;

	private final long mostNanos;

	private long nanos;

	Patience(long leastNanos, long mostNanos) {
		this.leastNanos = leastNanos;
		this.mostNanos = mostNanos;
		this.nanos = leastNanos;
	}

	boolean isOver(long sinceNanos, long nowNanos) {
		return nowNanos - sinceNanos >= this.nanos;
	}

	/**
	 * No answer came in time.
	 */
	void wasInVain() {
		this.nanos = Math.min(2 * this.nanos, this.mostNanos);
	}

	/**
	 * An answer came.
	 */
	void paidOff() {
		this.nanos = Math.max(this.nanos - this.nanos / STEPS_BACK, this.leastNanos);
	}

}
