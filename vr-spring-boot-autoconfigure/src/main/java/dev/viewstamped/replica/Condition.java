package dev.viewstamped.replica;

/**
 * What keeps a replica from serving, as operators read it.
 *
 * @param code one of the codes below
 * @param message what was found, and what to do about it
 */
public record Condition(String code, String message) {

	/** Too few members are in contact. */
	public static final String NO_QUORUM = "no-quorum";

	/** The replica waits for the others to give it the state. */
	public static final String RECOVERING = "recovering";

	/** The replica fetches state that it lacks. */
	public static final String STATE_TRANSFER = "state-transfer";

	/** Too many members have lost their state for the rest to be trusted. */
	public static final String STATE_LOST = "state-lost";

	/** A peer belongs to another group. */
	public static final String GROUP_MISMATCH = "group-mismatch";

	/** A peer has another idea of the members. */
	public static final String MEMBER_MISMATCH = "member-mismatch";

	/** A peer has another secret. */
	public static final String UNAUTHORIZED = "unauthorized";

	/** A newer process has taken this member's place. */
	public static final String SUPERSEDED = "superseded";

	/** The state differs from that of the quorum. */
	public static final String DIVERGED = "diverged";

	/** A committed command could not be executed here. */
	public static final String HANDLER_ERROR = "handler-error";

	/** The disk failed. */
	public static final String STORAGE_ERROR = "storage-error";

	/** The replica is no longer a member. */
	public static final String RETIRED = "retired";

}
