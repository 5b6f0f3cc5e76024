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

		DELIVER, SUBMIT, HEARTBEAT, TIMEOUT, RESTART

	}

}
