package dev.viewstamped.runtime;

/**
 * Knows from outside the members whether the group was formed before. When all members
 * start without state, none of them can tell a new group from one that has lost its
 * state.
 */
@FunctionalInterface
public interface FormationGuard {

	/**
	 * Whether this replica may take part in forming a new, empty group, as far as this
	 * guard knows. Asked once, when the replica is created; may block for some seconds.
	 * @return {@code false} if there was a group
	 */
	boolean mayForm();

}
