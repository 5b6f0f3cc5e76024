package dev.viewstamped.service;

/**
 * Told of each command and query once it is over. Called on the thread that learned of
 * the end, so it must be quick; what it throws is logged and does not reach the caller.
 */
@FunctionalInterface
public interface CommandObserver {

	/**
	 * A command or query is over.
	 * @param command name of the command or query on the wire
	 * @param outcome {@code success}, {@code failed} (the handler threw),
	 * {@code rejected}, {@code unavailable} or {@code unknown}
	 * @param nanos nanoseconds since it was submitted
	 */
	void completed(String command, String outcome, long nanos);

	/**
	 * An observer that does nothing.
	 * @return the observer
	 */
	static CommandObserver none() {
		return (command, outcome, nanos) -> {
		};
	}

}
