package dev.viewstamped.simulator;

import java.util.List;
import java.util.SplittableRandom;

import dev.viewstamped.simulator.FaultInjector.Kind;

/**
 * Faults of machines and their disks in durable mode. What a group keeps on its disks it
 * has to survive all of; of the disks themselves it loses never more at once than it
 * survives crashes in memory mode.
 */
final class DiskFaults {

	private final FaultInjector faults;

	private final Cluster cluster;

	private final SplittableRandom random;

	DiskFaults(FaultInjector faults, Cluster cluster, SplittableRandom random) {
		this.faults = faults;
		this.cluster = cluster;
		this.random = random;
	}

	/**
	 * All machines stop at the same moment.
	 */
	void losePower() {
		List<SimulatedReplica> up = this.faults.up();
		if (up.isEmpty() || !this.cluster.present().stream().allMatch((replica) -> replica.memory().isOnDisk())) {
			return;
		}
		this.faults.count(Kind.POWER_LOSS);
		this.cluster.log().note("all machines stop");
		for (SimulatedReplica replica : up) {
			this.faults.crash(replica);
			this.faults.restartLater(replica);
		}
	}

	/**
	 * A machine comes back with an empty disk.
	 */
	void loseDisk() {
		SimulatedReplica victim = this.faults.pick(this.cluster.present());
		if (mayLose(victim)) {
			this.faults.count(Kind.LOST_DISK);
			end(victim);
			victim.machine().loseDisk();
			this.faults.restartLater(victim);
		}
	}

	/**
	 * A process comes back, and a sector of its disk is bad.
	 */
	void corrupt() {
		SimulatedReplica victim = this.faults.pick(this.cluster.present());
		if (mayLose(victim) && victim.isUp()) {
			this.faults.count(Kind.CORRUPT_SECTOR);
			this.faults.kill(victim);
			victim.machine().corrupt();
			this.faults.restartLater(victim);
		}
	}

	/**
	 * A disk fails to synchronize, or is full. Its replica stops, and an operator sees to
	 * it.
	 */
	void fail() {
		List<SimulatedReplica> up = this.faults.up();
		if (up.isEmpty()) {
			return;
		}
		SimulatedReplica victim = this.faults.pick(up);
		if (!victim.memory().isOnDisk()) {
			return;
		}
		if (this.random.nextBoolean()) {
			this.faults.count(Kind.SYNC_ERROR);
			victim.machine().failNextSync();
		}
		else {
			this.faults.count(Kind.FULL_DISK);
			victim.machine().fill();
		}
		int life = victim.life();
		this.faults.after(() -> {
			if (victim.isUp() && victim.life() == life) {
				repair(victim);
			}
		});
	}

	/**
	 * An operator mends the machine of a member, and starts it again.
	 * @param replica the member
	 */
	void repair(SimulatedReplica replica) {
		this.faults.crash(replica);
		this.faults.restart(replica);
	}

	private void end(SimulatedReplica victim) {
		if (victim.isUp()) {
			this.faults.crash(victim);
		}
	}

	/**
	 * Whether the group survives the loss of a member's disk.
	 */
	private boolean mayLose(SimulatedReplica victim) {
		return victim.memory().isOnDisk() && this.cluster.groups().mayLose(victim);
	}

}
