package dev.viewstamped.sample.emulator;

import java.util.concurrent.TimeUnit;

/**
 * Measures the longest time between two acknowledged writes, whoever made them. Safe for
 * use by any thread.
 */
final class WriteGaps {

	private long lastNanos = System.nanoTime();

	private long longestNanos;

	private long acknowledged;

	synchronized void acknowledged() {
		long now = System.nanoTime();
		this.longestNanos = Math.max(this.longestNanos, now - this.lastNanos);
		this.lastNanos = now;
		this.acknowledged++;
	}

	synchronized long acknowledgedSoFar() {
		return this.acknowledged;
	}

	/**
	 * Begin to measure a step.
	 */
	synchronized void begin() {
		this.longestNanos = 0;
	}

	/**
	 * The longest gap since the step began, the one that lasts included.
	 * @return milliseconds
	 */
	synchronized long longestMillis() {
		return TimeUnit.NANOSECONDS.toMillis(Math.max(this.longestNanos, System.nanoTime() - this.lastNanos));
	}

}
