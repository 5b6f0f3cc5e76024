package dev.viewstamped;

/**
 * The command or query was refused before it got a place in the log: the group is busy,
 * the command is too large, or the primary has no handler for it. The command did not
 * happen.
 */
@SuppressWarnings("serial")
public class CommandRejectedException extends VrException {

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param message why the command was refused
	 * @param reason the kind of refusal
	 */
	public CommandRejectedException(String message, Reason reason) {
		super(message, null);
		this.reason = reason;
	}

	/**
	 * Create an exception without a special reason.
	 * @param message why the command was refused
	 * @param retryable whether the same command may succeed later
	 */
	public CommandRejectedException(String message, boolean retryable) {
		this(message, retryable ? Reason.BUSY : Reason.OTHER);
	}

	/**
	 * Whether the same command may succeed later.
	 * @return {@code true} if the group was busy, {@code false} if the command can never
	 * succeed as it is
	 */
	public boolean isRetryable() {
		return this.reason == Reason.BUSY;
	}

	/**
	 * The kind of refusal.
	 * @return the kind
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why a command or query was refused.
	 */
	public enum Reason {

		/** A bound is reached; the same command may succeed later. */
		BUSY,

		/** The command, or the result of the query, is larger than it may be. */
		TOO_LARGE,

		/** The primary has no handler for it. */
		UNKNOWN_COMMAND,

		/** Anything else that will not change by itself. */
		OTHER

	}

}
