package dev.viewstamped.simulator;

import java.util.UUID;

import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

/**
 * One process of a member, as the checkers remember it.
 */
final class Life {

	private final int memberId;

	private final int number;

	private final @Nullable Inside inside;

	private @Nullable ReplicaReport last;

	private long comparedAt = -1;

	private @Nullable View settledView;

	private final KnownLives knownLives = new KnownLives();

	/**
	 * Begin to remember.
	 * @param memberId the member
	 * @param number 1 for its first process, and so on
	 * @param inside what the process has, {@code null} if only its reports are looked at
	 */
	Life(int memberId, int number, @Nullable Inside inside) {
		this.memberId = memberId;
		this.number = number;
		this.inside = inside;
	}

	int memberId() {
		return this.memberId;
	}

	int number() {
		return this.number;
	}

	@Nullable Inside inside() {
		return this.inside;
	}

	/**
	 * The report after the step before.
	 * @return the report, {@code null} at the first step
	 */
	@Nullable ReplicaReport last() {
		return this.last;
	}

	/**
	 * What the process knew of the lives of members after the step before.
	 * @return what it knew
	 */
	KnownLives knownLives() {
		return this.knownLives;
	}

	/**
	 * The log of a view is settled here.
	 * @param view the view
	 * @return whether it was already
	 */
	boolean settlesIn(View view) {
		boolean settled = view.equals(this.settledView);
		this.settledView = view;
		return settled;
	}

	/**
	 * The process was looked at.
	 * @param report its report
	 */
	void setLast(ReplicaReport report) {
		this.last = report;
	}

	/**
	 * The process was looked at, and compared with all else.
	 * @param changes how often anything else had changed that it is compared with
	 */
	void setComparedAt(long changes) {
		this.comparedAt = changes;
	}

	/**
	 * Whether nothing has changed that the process was compared with.
	 * @param changes how often anything has changed until now
	 */
	boolean isComparedAt(long changes) {
		return this.comparedAt == changes;
	}

	/**
	 * Whether the process has the state of a group.
	 * @param groupId the group
	 * @return {@code true} if others may learn from it
	 */
	boolean hasStateOf(UUID groupId) {
		return hasState(this.last) && this.last != null && this.last.groupId().equals(groupId);
	}

	/**
	 * Whether a replica has the state of its group, or what it was in an earlier epoch.
	 * @param report its report
	 * @return {@code true} if others may learn from it
	 */
	static boolean hasState(@Nullable ReplicaReport report) {
		return report != null && switch (report.status()) {
			case NORMAL, VIEW_CHANGE, TRANSITIONING, RETIRED -> true;
			default -> false;
		};
	}

}
