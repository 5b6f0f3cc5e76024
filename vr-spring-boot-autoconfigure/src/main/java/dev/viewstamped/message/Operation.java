package dev.viewstamped.message;

/**
 * What a log entry asks for.
 */
public enum Operation {

	/**
	 * Open a session; the entry's op-number becomes the session.
	 */
	REGISTER,

	/**
	 * Call up the service.
	 */
	COMMAND,

	/**
	 * Nothing but to forget the replies that the client has seen.
	 */
	ACKNOWLEDGE

}
