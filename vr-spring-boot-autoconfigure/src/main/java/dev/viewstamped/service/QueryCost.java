package dev.viewstamped.service;

/**
 * How long queries of one kind take, so that those that are quicker than handing them to
 * another thread and back are answered in place. What is not known yet is taken for slow;
 * one slow query counts at once, quick ones only after a while. Used by several threads,
 * of which one may overwrite what another one has found.
 */
final class QueryCost {

	/**
	 * Below this a query costs the loop less than twice what handing it over would.
	 */
	static final long SMALL_NANOS = 20_000;

	private static final long UNKNOWN_NANOS = 1_000_000;

	private static final int WEIGHT = 8;

	private volatile long estimateNanos = UNKNOWN_NANOS;

	boolean isSmall() {
		return this.estimateNanos < SMALL_NANOS;
	}

	void took(long nanos) {
		long estimate = this.estimateNanos;
		this.estimateNanos = Math.max(nanos, estimate - (estimate - nanos) / WEIGHT);
	}

}
