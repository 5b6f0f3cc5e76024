package dev.viewstamped.transport;

/**
 * What the process that dials wants of a link.
 */
enum LinkRole {

	/**
	 * A member that will receive what this member sends to it.
	 */
	PEER,

	/**
	 * A client: messages go both ways.
	 */
	CLIENT,

	/**
	 * A member that only asks which process answers.
	 */
	PROBE

}
