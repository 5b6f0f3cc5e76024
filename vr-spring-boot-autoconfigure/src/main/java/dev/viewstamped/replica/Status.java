package dev.viewstamped.replica;

import java.util.Locale;

/**
 * Status of a replica (§4, §7).
 */
public enum Status {

	/**
	 * Handles requests or prepares.
	 */
	NORMAL,

	/**
	 * Takes part in a view change.
	 */
	VIEW_CHANGE,

	/**
	 * Has no state, or not yet all of it.
	 */
	RECOVERING,

	/**
	 * Moves from one configuration to the next.
	 */
	TRANSITIONING,

	/**
	 * Is no longer a member.
	 */
	RETIRED,

	/**
	 * Stopped by a fault or by the operator; serves nothing.
	 */
	STOPPED;

	/**
	 * The status as operators read it.
	 * @return lower case, with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
