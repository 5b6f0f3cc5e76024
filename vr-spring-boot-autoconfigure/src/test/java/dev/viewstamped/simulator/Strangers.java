package dev.viewstamped.simulator;

import dev.viewstamped.replica.Status;

/**
 * What others see of replicas that do not know where the group is. Replicas dial all
 * those that they exchange messages with; who does not expect them is told so. And
 * somebody sees to founders without state that were told of founders only, when nobody is
 * left of these who knows more: they are started anew and told where the group is now,
 * since no message of others can reach them.
 */
final class Strangers {

	private final Cluster cluster;

	Strangers(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Look again and again.
	 */
	void watch() {
		this.cluster.events().after(this.cluster.options().viewChangeTimeoutNanos() / 2, () -> {
			for (SimulatedReplica dialler : this.cluster.replicas()) {
				for (SimulatedReplica dialled : this.cluster.replicas()) {
					if (meets(dialler, dialled)) {
						dialled.onStranger(dialler.memberId());
					}
				}
			}
			if (this.cluster.epoch() > 0) {
				this.cluster.replicas().stream().filter(this::isStranded).toList().forEach(this::startAnew);
			}
			watch();
		});
	}

	private boolean meets(SimulatedReplica dialler, SimulatedReplica dialled) {
		int from = dialler.memberId();
		int to = dialled.memberId();
		PacketSimulator packets = this.cluster.packets();
		return dialler != dialled && dialler.isUp() && dialled.isUp() && !dialler.isPaused() && !dialled.isPaused()
				&& dialler.exchangesWith(to) && !dialled.exchangesWith(from) && !packets.isBlocked(from, to)
				&& !packets.isBlocked(to, from);
	}

	/** Founders that are down and healed may come back with what is on their disks. */
	private boolean isStranded(SimulatedReplica replica) {
		return looks(replica) && !replica.isPaused()
				&& this.cluster.healed()
					.core()
					.stream()
					.noneMatch((other) -> other != replica && other.isFounder() && !looks(other));
	}

	private static boolean looks(SimulatedReplica replica) {
		return replica.isFounder() && replica.isUp() && !replica.isLocated()
				&& replica.known().status() == Status.RECOVERING;
	}

	private void startAnew(SimulatedReplica replica) {
		if (!this.cluster.isJoining(replica.address())) {
			this.cluster.log().note("member " + replica.memberId() + " was told of nobody who is left");
			replica.kill();
			this.cluster.processes().crashed(replica);
			this.cluster.join(replica.address());
		}
	}

}
