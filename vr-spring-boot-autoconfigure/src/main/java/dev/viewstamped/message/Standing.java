package dev.viewstamped.message;

/**
 * What a process has of a group.
 */
public enum Standing {

	/**
	 * Nothing: this process has never been normal and has consented to no group.
	 */
	BLANK,

	/**
	 * It has consented to a group that is being formed.
	 */
	PENDING,

	/**
	 * It has the state of a group.
	 */
	FORMED

}
