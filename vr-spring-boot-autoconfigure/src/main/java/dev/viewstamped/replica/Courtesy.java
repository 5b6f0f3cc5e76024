package dev.viewstamped.replica;

/**
 * When a replica asks for pages while the group serves without it: if the group has
 * committed anything meanwhile, it rests after each answer for longer than the answer and
 * its reading have taken. So the transfer has a bounded share of the machine, however
 * fast that is and whatever else runs on it.
 */
final class Courtesy {

	/** A quarter of the time is for the transfer. */
	private static final int RESTS = 3;

	private final long maxRestNanos;

	private boolean groupCommits;

	private long askedNanos;

	private long askedCommitNumber;

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

	/**
	 * A question goes out.
	 * @param commitNumber how far the group is, as far as this replica has heard
	 */
	void asked(long nowNanos, long commitNumber) {
		this.askedNanos = nowNanos;
		this.askedCommitNumber = commitNumber;
	}

	/**
	 * What came has been read.
	 * @param commitNumber how far the group is now
	 */
	void read(long nowNanos, long commitNumber) {
		this.groupCommits = commitNumber != this.askedCommitNumber;
		if (this.groupCommits) {
			this.restUntilNanos = nowNanos + Math.min(this.maxRestNanos, RESTS * (nowNanos - this.askedNanos));
		}
	}

	/**
	 * Whether the group has committed anything meanwhile, so that there should be one
	 * question at a time.
	 */
	boolean isDue() {
		return this.groupCommits;
	}

	/**
	 * Whether it has rested.
	 */
	boolean allows(long nowNanos) {
		return nowNanos - this.restUntilNanos >= 0;
	}

}
