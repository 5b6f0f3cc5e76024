package dev.viewstamped.runtime;

import java.time.Clock;
import java.time.Instant;

import dev.viewstamped.replica.Time;

/**
 * The clocks of this machine.
 *
 * @param clock the wall clock
 */
public record SystemTime(Clock clock) implements Time {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	@Override
	public long monotonicNanos() {
		return System.nanoTime();
	}

	@Override
	public long wallClockNanos() {
		Instant now = this.clock.instant();
		return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
	}

}
