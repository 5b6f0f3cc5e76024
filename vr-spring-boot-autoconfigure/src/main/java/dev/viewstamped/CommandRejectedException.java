package dev.viewstamped;

/**
 * The command or query was refused before it got a place in the log: the group is busy,
 * the command is too large, or the primary has no handler for it. The command did not
 * happen.
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
	 * @return {@code true} if the group was busy, {@code false} if the command can never
	 * succeed as it is
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

}
