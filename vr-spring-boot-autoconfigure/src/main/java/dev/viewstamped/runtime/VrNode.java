package dev.viewstamped.runtime;

/**
 * What runs in this application: a replica, or a client of a group. Safe for use by any
 * thread.
 */
public interface VrNode {

	/**
	 * The node at a recent moment. Never blocks.
	 * @return the report
	 */
	NodeReport report();

	/**
	 * Give a replica whose state cannot be trusted a new life: it discards what it has
	 * and recovers from the other members. Never blocks.
	 * @return whether the repair has begun
	 */
	default RepairAnswer repair() {
		return new RepairAnswer(false, "There is no replica in this application that could be repaired");
	}

}
