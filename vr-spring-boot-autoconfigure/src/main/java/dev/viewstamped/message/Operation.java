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
	ACKNOWLEDGE,

	/**
	 * Take a newcomer among the standbys (§7.5). Made by the primary.
	 */
	ADMIT,

	/**
	 * End the epoch (RECONFIGURATION, §7.1): its last entry. Made by the primary on an
	 * operator's word.
	 */
	RECONFIGURE,

	/**
	 * Show that a quorum of the epoch's members is normal (CHECKEPOCH, §7.3). Made by the
	 * primary of each epoch but the first.
	 */
	CHECK_EPOCH

}
