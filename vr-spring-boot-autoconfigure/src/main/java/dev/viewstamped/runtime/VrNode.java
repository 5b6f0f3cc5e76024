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

}
