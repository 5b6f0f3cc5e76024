package dev.viewstamped.service;

/**
 * How long queries of one kind take, so that those that are quicker than handing them to
 * another thread and back are answered in place. What is not known yet is taken for slow;
 * one slow query counts at once, quick ones only after a while. Used by several threads,
 * of which one may overwrite what another one has found.
 */
final class QueryCost {

	/**
	 * Handing a query over and back was measured, on two busy cores, to take 4 to 11
	 * microseconds each with 64 of them under way, and 45 to 180 for a lone one. A query
	 * that is quicker than this gains nothing by it.
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
