package dev.viewstamped.simulator;

import dev.viewstamped.replica.Inside;

import org.jspecify.annotations.Nullable;

/**
 * What the group can count on of a member: whether its process, or its disk, has the
 * state that it has promised to have.
 */
final class Memory {

	private final SimulatedReplica replica;

	private final Cluster cluster;

	private final @Nullable SimulatedMachine machine;

	private boolean normalOnce;

	/** The latest epoch in which this life was normal. */
	private long normalEpoch;

	private boolean needsRecovery;

	Memory(SimulatedReplica replica, Cluster cluster, @Nullable SimulatedMachine machine) {
		this.replica = replica;
		this.cluster = cluster;
		this.machine = machine;
	}

	/**
	 * A life begins.
	 */
	void begin() {
		this.normalOnce = false;
		this.normalEpoch = -1;
	}

	/**
	 * Whether the life that begins has to have again what the member had before.
	 */
	void setNeedsRecovery(boolean needsRecovery) {
		this.needsRecovery = needsRecovery;
	}

	/**
	 * The replica is normal.
	 * @param epoch in which epoch
	 * @return whether it is so for the first time in its life
	 */
	boolean becomesNormal(long epoch) {
		boolean first = !this.normalOnce;
		this.normalEpoch = epoch;
		this.normalOnce = true;
		return first;
	}

	/**
	 * Whether the group has to do without what this member had: it has lost it, and not
	 * recovered.
	 */
	boolean isDown() {
		boolean up = this.replica.isUp();
		if (this.machine != null) {
			return (!this.machine.hasState() && (this.replica.life() > 1 || !up)) || isUnlisted();
		}
		return !up || (this.needsRecovery && !this.normalOnce) || isUnlisted();
	}

	/** Whether the latest epoch began with another life of it, so that it begins anew. */
	private boolean isUnlisted() {
		int memberId = this.replica.memberId();
		GroupEpochs epochs = this.cluster.epochs();
		Long listed = epochs.listedIncarnation(epochs.latest(), memberId);
		Inside inside = this.cluster.checker().inside(memberId);
		return listed != null && this.normalEpoch < epochs.latest() && inside != null && inside.incarnation() != listed;
	}

	/**
	 * Whether a crash takes nothing from the member but time.
	 * @return {@code true} if its disk has its state
	 */
	boolean isOnDisk() {
		return this.machine != null && this.machine.hasState();
	}

	/**
	 * Whether the disk of this process has been made to fail, which it may not have
	 * noticed yet.
	 */
	boolean isDiskFailing() {
		return this.machine != null && this.machine.isFailing();
	}

	/**
	 * Whether the group can count on what this process remembers.
	 * @return {@code true} if it has been normal
	 */
	boolean isOfUse() {
		if (isUnlisted()) {
			return false;
		}
		return (this.machine != null) ? this.machine.hasState()
				: this.replica.isUp() && (this.normalOnce || (!this.replica.isFounder() && !isDown()));
	}

}
