package dev.viewstamped.simulator;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;

/**
 * Tells processes outside the group where it is when none of the replicas that they know
 * leads there any more (§7.4): these are gone, or will not be healed, or were replaced so
 * long ago that all the replicas that they know are.
 */
final class Directory {

	private final Cluster cluster;

	Directory(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Whether the group cannot be found from some addresses, by asking whoever is told
	 * of.
	 * @param addresses the addresses
	 */
	boolean isNeeded(Collection<String> addresses) {
		Deque<SimulatedReplica> told = new ArrayDeque<>();
		Set<SimulatedReplica> known = new HashSet<>();
		for (SimulatedReplica replica : this.cluster.healed().core()) {
			if (addresses.contains(replica.address()) && known.add(replica)) {
				told.add(replica);
			}
		}
		while (!told.isEmpty()) {
			SimulatedReplica next = told.remove();
			// Who is down may come back with what is on its disk
			if (!next.isUp() || this.cluster.members().contains(next)) {
				return false;
			}
			for (SimulatedReplica replica : this.cluster.healed().core()) {
				if (answers(next) && next.exchangesWith(replica.memberId()) && known.add(replica)) {
					told.add(replica);
				}
			}
		}
		return true;
	}

	/** A replica without state does not say where the group is. */
	private static boolean answers(SimulatedReplica replica) {
		ReplicaReport report = replica.known();
		return report.status() != Status.RECOVERING
				|| report.standbys().stream().anyMatch((standby) -> standby.memberId() == replica.memberId());
	}

}
