package dev.viewstamped.simulator.search;

/**
 * How far a world is searched. Losses and duplicates need no bound: a message stays on
 * its way for ever, so it may arrive never or any number of times.
 *
 * @param requests commands that the client has
 * @param submissions how often the client hands any of them to a replica
 * @param anywhere whether to any member, or else to one that is primary
 * @param restarts how often a process dies and another one takes its place
 * @param heartbeats how often a clock goes on by two heartbeat intervals, so that what is
 * repeated often is repeated
 * @param timeouts how often a clock goes on so far that all time-outs have passed
 * @param together whether the clocks of all members go on at once, or each on its own
 * @param lastView worlds in which a replica has entered a later view are not looked at
 * @param identities worlds in which a process has taken more of them are not looked at:
 * nonces of its questions, tokens of its answers and names of groups
 * @param worlds worlds after which the search gives up
 */
record Bounds(int requests, int submissions, boolean anywhere, int restarts, int heartbeats, int timeouts,
		boolean together, long lastView, int identities, int worlds) {

	/**
	 * Nothing but messages, in view 0.
	 * @param worlds worlds after which the search gives up
	 */
	static Bounds of(int worlds) {
		return new Bounds(0, 0, false, 0, 0, 0, false, 0, Integer.MAX_VALUE, worlds);
	}

	Bounds requests(int count, int submitted) {
		return new Bounds(count, submitted, this.anywhere, this.restarts, this.heartbeats, this.timeouts, this.together,
				this.lastView, this.identities, this.worlds);
	}

	Bounds submittedAnywhere() {
		return new Bounds(this.requests, this.submissions, true, this.restarts, this.heartbeats, this.timeouts,
				this.together, this.lastView, this.identities, this.worlds);
	}

	Bounds restarts(int count) {
		return new Bounds(this.requests, this.submissions, this.anywhere, count, this.heartbeats, this.timeouts,
				this.together, this.lastView, this.identities, this.worlds);
	}

	Bounds clocks(int heartbeatCount, int timeoutCount) {
		return new Bounds(this.requests, this.submissions, this.anywhere, this.restarts, heartbeatCount, timeoutCount,
				false, this.lastView, this.identities, this.worlds);
	}

	Bounds commonClock(int heartbeatCount, int timeoutCount) {
		return new Bounds(this.requests, this.submissions, this.anywhere, this.restarts, heartbeatCount, timeoutCount,
				true, this.lastView, this.identities, this.worlds);
	}

	Bounds lastView(long view) {
		return new Bounds(this.requests, this.submissions, this.anywhere, this.restarts, this.heartbeats, this.timeouts,
				this.together, view, this.identities, this.worlds);
	}

	Bounds identities(int count) {
		return new Bounds(this.requests, this.submissions, this.anywhere, this.restarts, this.heartbeats, this.timeouts,
				this.together, this.lastView, count, this.worlds);
	}

	@Override
	public String toString() {
		return String.format(
				"requests %d, submissions %d%s, restarts %d, heartbeats %d, timeouts %d%s, last view %d%s, budget %d",
				this.requests, this.submissions, this.anywhere ? " anywhere" : "", this.restarts, this.heartbeats,
				this.timeouts, this.together ? " of all clocks" : "", this.lastView,
				(this.identities == Integer.MAX_VALUE) ? "" : ", identities " + this.identities, this.worlds);
	}

}
