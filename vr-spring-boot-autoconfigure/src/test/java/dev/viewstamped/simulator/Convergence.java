package dev.viewstamped.simulator;

import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;

import org.jspecify.annotations.Nullable;

/**
 * What a group comes to once nothing disturbs it any more. The name of a property begins
 * with its number in the protocol's notes. Two of them belong to features that are not
 * there yet: L6, a reconfiguration finishes, and L7, what is no longer needed is dropped.
 */
final class Convergence {

	private static final long VIEWS_AFTER_FAULTS = 6;

	private final Cluster cluster;

	private final HistoryChecker history;

	Convergence(Cluster cluster, HistoryChecker history) {
		this.cluster = cluster;
		this.history = history;
	}

	/**
	 * What is still missing.
	 * @return the first property that is not reached, {@code null} if all are
	 */
	@Nullable Shortfall shortfall() {
		Shortfall result = oneView();
		result = (result != null) ? result : allOrNothing();
		if (result == null && this.history.pending() > 0) {
			result = new Shortfall("L2-LIVENESS-ANSWERED", this.history.pending() + " calls are not answered");
		}
		return (result != null) ? result : sameState();
	}

	/**
	 * There are no endless view changes.
	 * @param views how many views were begun after all faults had ended
	 */
	void checkViews(long views) {
		InvariantViolation.check(views <= this.cluster.replicas().size() + VIEWS_AFTER_FAULTS, "L4-VIEWS-AFTER-FAULTS",
				"%d views were begun after all faults had ended", views);
	}

	/**
	 * Whether all members that are bound to return to order are normal in one view.
	 * @return what is missing, {@code null} if they are
	 */
	@Nullable Shortfall oneView() {
		ReplicaReport first = null;
		if (this.cluster.boundToConverge().size() < this.cluster.quorum()) {
			return new Shortfall("L1-LIVENESS-ONE-VIEW", "the primary reaches no quorum");
		}
		for (SimulatedReplica replica : this.cluster.boundToConverge()) {
			if (!replica.isUp() || !replica.isNormal()) {
				return new Shortfall("L1-LIVENESS-ONE-VIEW", "member " + replica.memberId() + " is "
						+ (replica.isUp() ? replica.report().status() : "not up"));
			}
			ReplicaReport report = replica.report();
			first = (first != null) ? first : report;
			if (report.view() != first.view() || !report.groupId().equals(first.groupId())) {
				return new Shortfall("L1-LIVENESS-ONE-VIEW", report + " differs from " + first);
			}
		}
		return null;
	}

	/**
	 * Why the group need not come to this.
	 * @return the reason, {@code null} if it has to
	 */
	@Nullable Excuse excuse() {
		int withState = this.cluster.count((replica) -> this.cluster.options().isDurable() ? replica.isOnDisk()
				: replica.isUp() && Life.hasState(replica.report()));
		boolean formed = withState > 0 || this.cluster.maxView() > 0 || this.cluster.recoveries() > 0;
		return (formed && withState < this.cluster.replicas().size() / 2 + 1) ? Excuse.STATE_LOST : null;
	}

	private @Nullable Shortfall sameState() {
		SimulatedReplica first = this.cluster.boundToConverge().get(0);
		for (SimulatedReplica replica : this.cluster.boundToConverge()) {
			ReplicaReport report = replica.report();
			boolean same = report.opNumber() == first.report().opNumber()
					&& report.executedNumber() == report.opNumber()
					&& replica.stateMachine().digest() == first.stateMachine().digest()
					&& clientTable(replica) == clientTable(first);
			if (!same) {
				return new Shortfall("L3-LIVENESS-SAME-STATE", report + " differs from " + first.report());
			}
		}
		return null;
	}

	/**
	 * An entry that some replica once had is in all logs, and committed, or in none.
	 */
	private @Nullable Shortfall allOrNothing() {
		for (SimulatedReplica replica : this.cluster.boundToConverge()) {
			ReplicaReport report = replica.report();
			long committed = this.cluster.checker().committed(report.groupId());
			if (report.opNumber() != committed) {
				return new Shortfall("L5-LIVENESS-ALL-OR-NOTHING", "member " + replica.memberId() + " has "
						+ report.opNumber() + " entries; committed are " + committed);
			}
		}
		return null;
	}

	private long clientTable(SimulatedReplica replica) {
		Inside inside = this.cluster.checker().inside(replica.memberId());
		return (inside != null) ? inside.clientTableDigest() : 0;
	}

	/**
	 * A property that is not reached.
	 *
	 * @param property its name
	 * @param detail what is missing
	 */
	record Shortfall(String property, String detail) {

	}

	/**
	 * A reason for which a group may never return to order.
	 */
	enum Excuse {

		/**
		 * In memory mode, more members lost their state at once than the group survives:
		 * those that have it are no quorum.
		 */
		STATE_LOST

	}

}
