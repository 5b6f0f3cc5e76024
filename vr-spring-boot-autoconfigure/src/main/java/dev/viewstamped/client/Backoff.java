package dev.viewstamped.client;

import java.util.random.RandomGenerator;

/**
 * How long to wait before something is sent again.
 */
final class Backoff {

	private static final int MAX_DOUBLINGS = 3;

	private static final long MIN_REFUSED_NANOS = 5_000_000;

	private final long silentNanos;

	private final long refusedNanos;

	private final RandomGenerator random;

	Backoff(long retryNanos, RandomGenerator random) {
		this.silentNanos = Math.min(retryNanos, Pending.MAX_TIMEOUT_NANOS >> (MAX_DOUBLINGS + 1));
		this.refusedNanos = Math.max(this.silentNanos / 4, MIN_REFUSED_NANOS);
		this.random = random;
	}

	/**
	 * Delay for a transmission that nobody has answered.
	 * @param silences how many before it were not answered either
	 * @return nanoseconds
	 */
	long afterSilence(int silences) {
		return delay(this.silentNanos, silences);
	}

	/**
	 * Delay after a refusal that a short wait may cure.
	 * @param refusals how many refusals before it ask for more patience
	 * @return nanoseconds
	 */
	long afterRefusal(int refusals) {
		return delay(this.refusedNanos, refusals);
	}

	private long delay(long baseNanos, int doublings) {
		long nanos = baseNanos << Math.min(doublings, MAX_DOUBLINGS);
		// Up to a quarter more, so that requests that were lost together part
		return nanos + (nanos >> 10) * (this.random.nextInt() & 0xff);
	}

}
