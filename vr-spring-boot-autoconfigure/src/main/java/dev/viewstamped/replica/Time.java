package dev.viewstamped.replica;

/**
 * The clocks of the machine.
 */
public interface Time {

	/**
	 * A clock that never goes back, for time-outs.
	 * @return nanoseconds of an arbitrary origin
	 */
	long monotonicNanos();

	/**
	 * The wall clock, from which the primary predicts time (§4.4). It may go back.
	 * @return nanoseconds of the Unix epoch
	 */
	long wallClockNanos();

}
