package dev.viewstamped;

/**
 * The command or query was refused before it got a place in the log: the group is busy,
 * or the command is too large. The command did not happen.
 */
@SuppressWarnings("serial")
public class CommandRejectedException extends VrException {

	private final boolean retryable;

	/**
	 * Create an exception.
	 * @param message why the command was refused
	 * @param retryable whether the same command may succeed later
	 */
	public CommandRejectedException(String message, boolean retryable) {
		super(message, null);
		this.retryable = retryable;
	}

	/**
	 * Whether the same command may succeed later.
	 * @return {@code true} if the group was busy, {@code false} if the command is too
	 * large
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

}
