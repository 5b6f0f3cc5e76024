package dev.viewstamped.simulator;

import java.util.List;

import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

/**
 * What a group comes to once nothing disturbs it any more. The name of a property begins
 * with its number in the protocol's notes.
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
		result = (result != null) ? result : sameState();
		return (result != null) ? result : changed();
	}

	/**
	 * There are no endless view changes.
	 * @param views how many views were begun after all faults had ended
	 */
	void checkViews(long views) {
		InvariantViolation.check(views <= this.cluster.members().size() + VIEWS_AFTER_FAULTS, "L4-VIEWS-AFTER-FAULTS",
				"%d views were begun after all faults had ended", views);
	}

	/**
	 * Whether all members that are bound to return to order are normal in one view.
	 * @return what is missing, {@code null} if they are
	 */
	@Nullable Shortfall oneView() {
		SimulatedReplica first = null;
		if (this.cluster.healed().boundToConverge().size() < this.cluster.quorum()) {
			return new Shortfall("L1-LIVENESS-ONE-VIEW", "the primary reaches no quorum");
		}
		for (SimulatedReplica replica : this.cluster.healed().boundToConverge()) {
			if (!replica.isUp() || !replica.isNormal()) {
				return new Shortfall("L1-LIVENESS-ONE-VIEW", "member " + replica.memberId() + " is "
						+ (replica.isUp() ? replica.known().status() : "not up"));
			}
			first = (first != null) ? first : replica;
			if (!View.of(replica.known()).equals(View.of(first.known()))) {
				return new Shortfall("L1-LIVENESS-ONE-VIEW", replica.report() + " differs from " + first.report());
			}
		}
		return null;
	}

	/**
	 * Why the group need not come to this.
	 * @return the reason, {@code null} if it has to
	 */
	@Nullable Excuse excuse() {
		long withState = this.cluster.members().stream().filter(this::hasState).count();
		boolean formed = withState > 0 || this.cluster.maxView() > 0 || this.cluster.recoveries() > 0;
		return (formed && withState < this.cluster.quorum()) ? Excuse.STATE_LOST : null;
	}

	/** Who is to get the state from the members before has it as long as they do. */
	private boolean hasState(SimulatedReplica replica) {
		if (this.cluster.options().isDurable()) {
			return replica.memory().isOnDisk();
		}
		return replica.isUp()
				&& (Life.hasState(replica.known()) || (!replica.isFounder() && !replica.memory().isDown()));
	}

	/**
	 * The latest epoch has begun for certain, who was replaced in it has retired, and
	 * standbys follow.
	 */
	private @Nullable Shortfall changed() {
		GroupEpochs epochs = this.cluster.epochs();
		long epoch = epochs.latest();
		if (epoch > 0 && !epochs.isChecked(epoch)) {
			return new Shortfall("L6-LIVENESS-CHANGE", "epoch " + epoch + " is not checked");
		}
		List<SimulatedReplica> members = this.cluster.members();
		for (SimulatedReplica replica : this.cluster.healed().core()) {
			boolean reached = members.stream()
				.anyMatch((member) -> replica.exchangesWith(member.memberId())
						&& this.cluster.healed().boundToConverge().contains(member))
					&& this.cluster.healed().isReachedByPrimary(replica);
			if (!replica.isUp() || members.contains(replica) || !reached) {
				continue;
			}
			ReplicaReport report = replica.known();
			SimulatedReplica first = this.cluster.healed().boundToConverge().get(0);
			boolean standby = first.known().standbys().stream().anyMatch((one) -> one.memberId() == replica.memberId());
			if (standby && report.executedNumber() != first.known().executedNumber()) {
				return new Shortfall("L6-LIVENESS-STANDBY", replica.report() + " differs from " + first.report());
			}
			if (!standby && report.status() != Status.RETIRED) {
				return new Shortfall("L6-LIVENESS-RETIRED", replica.report() + " has not retired");
			}
		}
		return null;
	}

	private @Nullable Shortfall sameState() {
		SimulatedReplica first = this.cluster.healed().boundToConverge().get(0);
		for (SimulatedReplica replica : this.cluster.healed().boundToConverge()) {
			ReplicaReport report = replica.known();
			boolean same = report.opNumber() == first.known().opNumber() && report.executedNumber() == report.opNumber()
					&& replica.stateMachine().digest() == first.stateMachine().digest()
					&& clientTable(replica) == clientTable(first);
			if (!same) {
				return new Shortfall("L3-LIVENESS-SAME-STATE", replica.report() + " differs from " + first.report());
			}
		}
		return null;
	}

	/**
	 * An entry that some replica once had is in all logs, and committed, or in none.
	 */
	private @Nullable Shortfall allOrNothing() {
		for (SimulatedReplica replica : this.cluster.healed().boundToConverge()) {
			ReplicaReport report = replica.known();
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
