package dev.viewstamped.replica;

/**
 * When a replica asks for pages while the group serves without it: after each answer it
 * rests for longer than the answer and its reading have taken. So the transfer has a
 * bounded share of the machine, however fast that is and whatever else runs on it.
 */
final class Courtesy {

	/** A third of the time is for the transfer. */
	private static final int RESTS = 2;

	private final long maxRestNanos;

	private long askedNanos;

	private long restUntilNanos;

	/**
	 * @param maxRestNanos how long to rest at most: an answer that was lost took long,
	 * but cost nobody anything
	 */
	Courtesy(long maxRestNanos, long nowNanos) {
		this.maxRestNanos = maxRestNanos;
		this.askedNanos = nowNanos;
		this.restUntilNanos = nowNanos;
	}

	void asked(long nowNanos) {
		this.askedNanos = nowNanos;
	}

	/**
	 * What came has been read.
	 */
	void read(long nowNanos) {
		this.restUntilNanos = nowNanos + Math.min(this.maxRestNanos, RESTS * (nowNanos - this.askedNanos));
	}

	/**
	 * Whether it has rested.
	 */
	boolean allows(long nowNanos) {
		return nowNanos - this.restUntilNanos >= 0;
	}

}
