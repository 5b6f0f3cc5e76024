package dev.viewstamped.replica;

/**
 * Role of a replica in its view.
 */
public enum Role {

	/**
	 * Orders requests.
	 */
	PRIMARY,

	/**
	 * Follows the primary.
	 */
	BACKUP,

	/**
	 * Neither: not in status normal.
	 */
	NONE

}
