package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Who has to return to order when the faults end, where some replicas are left in a bad
 * state for good.
 */
final class Healed {

	private final Cluster cluster;

	private List<SimulatedReplica> left = List.of();

	Healed(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * These are left in a bad state when the faults end.
	 */
	void leave(List<SimulatedReplica> bad) {
		this.left = List.copyOf(bad);
	}

	/**
	 * Replicas that must return to order when the faults end.
	 * @return the replicas, all unless some are left in a bad state
	 */
	List<SimulatedReplica> core() {
		return this.cluster.present().stream().filter((replica) -> !this.left.contains(replica)).toList();
	}

	/**
	 * The core; but if a member outside it goes on as primary because it reaches a
	 * quorum, a member that it does not reach may legally stay behind.
	 */
	List<SimulatedReplica> boundToConverge() {
		List<SimulatedReplica> members = this.cluster.members();
		SimulatedReplica primary = this.cluster.primary();
		List<SimulatedReplica> result = new ArrayList<>(core());
		result.retainAll(members);
		if (primary == null || result.contains(primary) || !members.contains(primary)) {
			return result;
		}
		result.removeIf((replica) -> !isReachedByPrimary(replica));
		result.add(primary);
		return result;
	}

	/**
	 * Whether a replica that is healed exchanges messages with the primary, which may not
	 * be.
	 */
	boolean isReachedByPrimary(SimulatedReplica replica) {
		SimulatedReplica primary = this.cluster.primary();
		PacketSimulator packets = this.cluster.packets();
		return primary == null || core().contains(primary)
				|| !(primary.isPaused() || packets.isBlocked(replica.memberId(), primary.memberId())
						|| packets.isBlocked(primary.memberId(), replica.memberId()));
	}

}
