package dev.viewstamped.simulator;

import dev.viewstamped.Viewstamp;

/**
 * A command that a state machine executed.
 *
 * @param viewstamp identity of the log entry
 * @param timestampNanos its replicated time
 * @param command the command
 * @param result what the state machine returned
 */
record Applied(Viewstamp viewstamp, long timestampNanos, String command, String result) {

	long opNumber() {
		return this.viewstamp.opNumber();
	}

}
