package dev.viewstamped.message;

/**
 * What an operator asks of the primary.
 */
public enum OperatorCommand {

	/**
	 * Say how far the latest change of the group is. Changes nothing.
	 */
	REPORT,

	/**
	 * Change the members of the group (RECONFIGURATION, §7.1).
	 */
	RECONFIGURE,

	/**
	 * Give the role of the primary to a backup that is up to date.
	 */
	HAND_OVER

}
