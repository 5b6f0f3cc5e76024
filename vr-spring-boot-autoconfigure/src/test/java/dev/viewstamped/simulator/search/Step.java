package dev.viewstamped.simulator.search;

/**
 * One thing that happens in a world.
 *
 * @param kind what kind of thing
 * @param memberId the replica that it happens to
 * @param argument number of the message or of the command
 */
record Step(Kind kind, int memberId, int argument) {

	enum Kind {

		DELIVER, DELIVER_COPY, SUBMIT, HEARTBEAT, TIMEOUT, RESTART

	}

	/**
	 * What the replica sees of it.
	 * @return a number that is the same for steps that are the same to a replica
	 */
	long input() {
		Kind seen = (this.kind == Kind.DELIVER_COPY) ? Kind.DELIVER : this.kind;
		return ((long) seen.ordinal() << 32) | this.argument;
	}

}
