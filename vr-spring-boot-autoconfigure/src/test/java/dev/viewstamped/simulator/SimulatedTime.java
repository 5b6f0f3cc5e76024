package dev.viewstamped.simulator;

import dev.viewstamped.replica.Time;

/**
 * The true time of a run, which no replica sees, and the clocks that they do see.
 */
final class SimulatedTime {

	private static final long NEVER = Long.MIN_VALUE;

	private static final long WALL_CLOCK_START_NANOS = 1_700_000_000_000_000_000L;

	private long nowNanos;

	/**
	 * True time since the start of the run.
	 * @return nanoseconds
	 */
	long nowNanos() {
		return this.nowNanos;
	}

	void advanceTo(long timeNanos) {
		if (timeNanos < this.nowNanos) {
			throw new IllegalArgumentException("Time cannot go back from " + this.nowNanos + " to " + timeNanos);
		}
		this.nowNanos = timeNanos;
	}

	/**
	 * A machine's clocks.
	 * @param monotonicOriginNanos what the monotonic clock shows at the start of the run
	 * @param wallSkewNanos how far the wall clock is ahead at the start of the run
	 * @param driftPartsPerMillion how much faster than true time both clocks run
	 * @return the clocks
	 */
	Clock clock(long monotonicOriginNanos, long wallSkewNanos, long driftPartsPerMillion) {
		return new Clock(monotonicOriginNanos, wallSkewNanos, driftPartsPerMillion);
	}

	/**
	 * The clocks of one machine. They go on while its processes are paused or dead; while
	 * the machine is suspended, only the wall clock does.
	 */
	final class Clock implements Time {

		private final long monotonicOriginNanos;

		private final long driftPartsPerMillion;

		private long wallSkewNanos;

		/** For how long the monotonic clock stood still. */
		private long stoodStillNanos;

		private long suspendedAtNanos = NEVER;

		private Clock(long monotonicOriginNanos, long wallSkewNanos, long driftPartsPerMillion) {
			this.monotonicOriginNanos = monotonicOriginNanos;
			this.wallSkewNanos = wallSkewNanos;
			this.driftPartsPerMillion = driftPartsPerMillion;
		}

		@Override
		public long monotonicNanos() {
			long elapsed = (this.suspendedAtNanos != NEVER) ? this.suspendedAtNanos : elapsedNanos();
			return this.monotonicOriginNanos + elapsed - this.stoodStillNanos;
		}

		@Override
		public long wallClockNanos() {
			return WALL_CLOCK_START_NANOS + this.wallSkewNanos + elapsedNanos();
		}

		/**
		 * Set the wall clock, as an operator or a time service does.
		 * @param byNanos how far it jumps; back if negative
		 */
		void jumpWallClock(long byNanos) {
			this.wallSkewNanos += byNanos;
		}

		/**
		 * The machine is suspended.
		 */
		void suspend() {
			if (this.suspendedAtNanos == NEVER) {
				this.suspendedAtNanos = elapsedNanos();
			}
		}

		/**
		 * The machine goes on, if it was suspended.
		 */
		void resume() {
			if (this.suspendedAtNanos != NEVER) {
				this.stoodStillNanos += elapsedNanos() - this.suspendedAtNanos;
				this.suspendedAtNanos = NEVER;
			}
		}

		private long elapsedNanos() {
			long now = SimulatedTime.this.nowNanos;
			return now + now / 1_000_000 * this.driftPartsPerMillion;
		}

	}

}
