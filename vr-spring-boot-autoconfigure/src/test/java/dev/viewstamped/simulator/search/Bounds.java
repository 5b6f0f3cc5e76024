package dev.viewstamped.simulator.search;

/**
 * How far a world is searched. Losses need no bound: a message may stay on its way for
 * ever.
 *
 * @param requests commands that the client has
 * @param submissions how often the client hands any of them to a replica
 * @param restarts how often a process dies and another one takes its place
 * @param heartbeats how often a clock goes on by two heartbeat intervals, so that what is
 * repeated often is repeated
 * @param timeouts how often a clock goes on so far that all time-outs have passed
 * @param duplicates how many messages may arrive once more; {@link #UNLIMITED} keeps all
 * on their way for ever
 * @param lastView worlds in which a replica has entered a later view are not looked at
 * @param depth most steps from the start
 * @param states worlds after which the search gives up
 */
record Bounds(int requests, int submissions, int restarts, int heartbeats, int timeouts, int duplicates, long lastView,
		int depth, int states) {

	static final int UNLIMITED = Integer.MAX_VALUE;

	@Override
	public String toString() {
		return String.format(
				"requests %d, submissions %d, restarts %d, heartbeats %d, timeouts %d, duplicates %s, "
						+ "last view %d, depth %d, budget %d",
				this.requests, this.submissions, this.restarts, this.heartbeats, this.timeouts,
				(this.duplicates == UNLIMITED) ? "unlimited" : this.duplicates, this.lastView, this.depth, this.states);
	}

}
