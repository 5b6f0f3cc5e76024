package dev.viewstamped.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How far the latest change of the group is.
 *
 * @param epoch the epoch
 * @param phase where the change is
 * @param members the members of the epoch, those that are to come, and those that were
 * replaced
 * @param waitingFor what the change waits for, as people read it; {@code null} if for
 * nothing
 */
public record GroupChange(long epoch, Phase phase, List<MemberProgress> members, @Nullable String waitingFor) {

	public GroupChange {
		members = List.copyOf(members);
	}

	/**
	 * Where a change is.
	 */
	public enum Phase {

		/** There was no change since the group was formed. */
		NONE,

		/** New members fetch the state. */
		WARMING,

		/** The reconfiguration is in the log and not known to be committed. */
		COMMITTING,

		/** The new epoch has begun, and CHECKEPOCH was not executed in it yet. */
		TRANSITIONING,

		/** CHECKEPOCH was executed in the epoch. */
		COMPLETE

	}

	/**
	 * How far a member is.
	 *
	 * @param memberId its id
	 * @param address its address
	 * @param state {@code member}, {@code standby}, {@code warming},
	 * {@code transitioning}, {@code replaced}, {@code unreachable}
	 * @param lag ops that it has not acknowledged; -1 if unknown
	 */
	public record MemberProgress(int memberId, String address, String state, long lag) {

	}

}
