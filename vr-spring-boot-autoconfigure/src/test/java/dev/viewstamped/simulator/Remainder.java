package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.viewstamped.simulator.FaultInjector.Kind;

/**
 * Decides which members are healed when the faults end: a quorum that can go on, or more.
 * Each of the others stays crashed, paused, isolated, deaf, mute, or linked to one member
 * only until the end of the run, and the rest has to do without it.
 */
final class Remainder {

	private static final Kind[] KINDS = { Kind.LEFT_CRASHED, Kind.LEFT_PAUSED, Kind.LEFT_ISOLATED, Kind.LEFT_DEAF,
			Kind.LEFT_MUTE, Kind.LEFT_WITH_ONE_LINK };

	private final FaultInjector faults;

	private final Cluster cluster;

	private final Workload workload;

	private final SplittableRandom random;

	Remainder(FaultInjector faults, Cluster cluster, Workload workload, SplittableRandom random) {
		this.faults = faults;
		this.cluster = cluster;
		this.workload = workload;
		this.random = random;
	}

	/**
	 * Choose the core, and leave the others in a bad state. All are healed if the group
	 * could otherwise not return to order, and the log says why.
	 */
	void choose() {
		List<SimulatedReplica> core = new ArrayList<>(this.cluster.present());
		List<SimulatedReplica> left = new ArrayList<>();
		int maxDown = (this.cluster.members().size() - 1) / 2;
		int most = (maxDown == 0 || this.random.nextInt(4) == 0) ? 0 : this.random.nextInt(1, maxDown + 1);
		for (int i = 0; i < most; i++) {
			List<SimulatedReplica> members = core.stream().filter(this.cluster.members()::contains).toList();
			SimulatedReplica one = members.get(this.random.nextInt(members.size()));
			core.remove(one);
			if (this.cluster.groups().all().stream().allMatch((group) -> withMemory(group, core) > group.size() / 2)) {
				left.add(one);
			}
			else {
				// To recover, a member needs a quorum that remembers; a group that is not
				// yet formed needs all
				this.cluster.log().note("member " + one.memberId() + " is healed too: too few others have the state");
				core.add(one);
			}
		}
		this.cluster.healed().leave(left);
		left.forEach(this::spoil);
	}

	private void spoil(SimulatedReplica replica) {
		Kind kind = KINDS[this.random.nextInt(KINDS.length)];
		this.faults.count(kind);
		this.cluster.log().note("member " + replica.memberId() + " is not healed: " + kind.text());
		if (kind == Kind.LEFT_CRASHED) {
			if (replica.isUp()) {
				replica.crash();
				this.workload.crashed(replica);
			}
			return;
		}
		if (!replica.isUp()) {
			this.faults.restart(replica);
		}
		if (kind == Kind.LEFT_PAUSED) {
			if (!replica.isPaused()) {
				replica.pause();
			}
			this.workload.crashed(replica);
			return;
		}
		if (replica.isPaused()) {
			replica.resume();
		}
		List<Integer> nodes = new ArrayList<>(this.cluster.others(replica.memberId()));
		this.workload.clients().forEach((client) -> nodes.add(client.node()));
		if (kind == Kind.LEFT_WITH_ONE_LINK) {
			nodes.remove(this.random.nextInt(this.cluster.others(replica.memberId()).size()));
		}
		for (int node : nodes) {
			if (kind != Kind.LEFT_MUTE) {
				this.cluster.packets().block(node, replica.memberId());
			}
			if (kind != Kind.LEFT_DEAF) {
				this.cluster.packets().block(replica.memberId(), node);
			}
		}
	}

	private static int withMemory(List<SimulatedReplica> group, List<SimulatedReplica> core) {
		return (int) group.stream().filter((replica) -> core.contains(replica) && replica.memory().isOfUse()).count();
	}

}
