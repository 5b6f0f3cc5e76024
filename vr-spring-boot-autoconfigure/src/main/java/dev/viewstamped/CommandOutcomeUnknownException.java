package dev.viewstamped;

/**
 * The command was sent and no answer came in time, or the session was evicted meanwhile.
 * The command may have happened, may happen yet, or may never happen.
 */
@SuppressWarnings("serial")
public class CommandOutcomeUnknownException extends VrException {

	/**
	 * Create an exception.
	 * @param message what was waited for
	 */
	public CommandOutcomeUnknownException(String message) {
		super(message, null);
	}

}
