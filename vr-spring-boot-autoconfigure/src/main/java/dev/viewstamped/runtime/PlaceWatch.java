package dev.viewstamped.runtime;

import java.util.stream.Collectors;

import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import org.jspecify.annotations.Nullable;

/**
 * Whether the place that a process has in its group is still there.
 */
final class PlaceWatch {

	private final int memberId;

	private final String ownAddress;

	private final boolean mayJoin;

	private boolean wasMember;

	private @Nullable Membership without;

	/**
	 * Create a watch.
	 * @param memberId the place, of a member or of a standby
	 * @param ownAddress where the process is reached
	 * @param mayJoin whether the process asks for another place when it has none
	 */
	PlaceWatch(int memberId, String ownAddress, boolean mayJoin) {
		this.memberId = memberId;
		this.ownAddress = ownAddress;
		this.mayJoin = mayJoin;
	}

	/**
	 * The group has gone to where this life cannot follow.
	 * @param location where that is
	 * @return the member that the process is there, {@link Places#NONE} if it is none
	 */
	int moved(GroupLocation location) {
		int found = Places.member(location.membership(), this.memberId, this.ownAddress);
		this.without = (found == Places.NONE) ? location.membership() : null;
		return found;
	}

	/**
	 * A report that says so if the process has no place and does not ask for one.
	 * @param report the report of the replica, which only waits
	 * @return the report
	 */
	ReplicaReport report(ReplicaReport report) {
		Membership membership = this.without;
		if (membership == null || this.mayJoin || report.status() == Status.STOPPED) {
			return report;
		}
		String where = membership.configuration()
			.members()
			.stream()
			.map(Member::address)
			.collect(Collectors.joining(", "));
		return ReplicaReports.retired(report,
				new Condition(Condition.RETIRED,
						this.ownAddress + " is not a member of the group any more. In epoch " + membership.epoch()
								+ " the group is at " + where + ". Stop this process, or start it with vr.join="
								+ where.replace(" ", "") + " in place of vr.members for it to ask for a new place"));
	}

	/**
	 * Whether a process that asks for its place by itself has come back too late for the
	 * one that it had: it never was a member since it started.
	 * @param report the report of the replica
	 * @return {@code true} if it should ask for another one
	 */
	boolean isLost(ReplicaReport report) {
		this.wasMember |= report.status() == Status.NORMAL && report.configuration().contains(this.memberId);
		return this.mayJoin && !this.wasMember && report.status() == Status.RETIRED;
	}

}
