package dev.viewstamped.replica;

/**
 * Bytes that may be asked for as time passes. Hardly anything is saved up while nothing
 * is asked for, so there is no burst after a pause.
 */
final class Pace {

	/** Makes up for a loop that looks at the time every few milliseconds only. */
	private static final long SAVED_NANOS = 20_000_000;

	private static final double NANOS_PER_SECOND = 1e9;

	private final long bytesPerSecond;

	private long paidUntilNanos;

	Pace(long bytesPerSecond, long nowNanos) {
		this.bytesPerSecond = bytesPerSecond;
		this.paidUntilNanos = nowNanos;
	}

	/**
	 * Whether time has passed for all that was spent.
	 */
	boolean allows(long nowNanos) {
		return nowNanos - this.paidUntilNanos >= 0;
	}

	void spend(long bytes, long nowNanos) {
		long from = Math.max(this.paidUntilNanos, nowNanos - SAVED_NANOS);
		this.paidUntilNanos = from + (long) (bytes * NANOS_PER_SECOND / this.bytesPerSecond);
	}

}
