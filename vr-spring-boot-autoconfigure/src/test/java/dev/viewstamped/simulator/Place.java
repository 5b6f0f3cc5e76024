package dev.viewstamped.simulator;

import java.util.UUID;

import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.replica.ReplicaOptions;

import org.jspecify.annotations.Nullable;

/**
 * Where a member is, and where its processes are told that the group is. Plays what the
 * runtime does where the group has gone on and a life has no place in it.
 */
final class Place {

	private final SimulatedReplica replica;

	private final String address;

	private final Cluster cluster;

	private boolean mayForm = true;

	private @Nullable GroupLocation location;

	Place(SimulatedReplica replica, String address, Cluster cluster) {
		this.replica = replica;
		this.address = address;
		this.cluster = cluster;
	}

	/**
	 * Settings of a process that starts with the first configuration, or where the group
	 * was when an earlier one began.
	 * @param boot identity of the process
	 */
	ReplicaOptions options(UUID boot) {
		int memberId = this.replica.memberId();
		GroupLocation known = isFounder() ? null : this.location;
		this.location = known;
		ReplicaOptions first = this.cluster.options()
			.replicaOptions(isFounder() ? memberId : 0, boot, this.cluster::address, this.mayForm);
		return (known != null) ? first.inGroup(known, memberId, boot) : first;
	}

	/**
	 * Settings of a life in a group that was located.
	 * @param found where the group is
	 * @param boot identity of the process
	 */
	ReplicaOptions options(GroupLocation found, UUID boot) {
		this.location = found;
		return this.cluster.options()
			.replicaOptions(0, boot, this.cluster::address, false)
			.inGroup(found, this.replica.memberId(), boot);
	}

	void forbidForming() {
		this.mayForm = false;
	}

	boolean isLocated() {
		return this.location != null;
	}

	boolean isFounder() {
		return this.replica.memberId() < this.cluster.options().replicas();
	}

	String address() {
		return isFounder() ? this.cluster.address(this.replica.memberId()) : this.address;
	}

	/**
	 * The group has gone where the life has no place: end it, and begin another one if
	 * the group knows the address.
	 * @param found where the group is
	 */
	void follow(GroupLocation found) {
		this.cluster.log()
			.note("member " + this.replica.memberId() + " finds the group in epoch " + found.membership().epoch());
		this.cluster.progress().count(Progress.Kind.RELOCATED, 1);
		this.replica.leave();
		int id = idAt(found.membership());
		if (id == this.replica.memberId()) {
			this.replica.startIn(found, this.replica.newBoot());
			this.cluster.processes().started(this.replica);
			return;
		}
		this.replica.setGone();
		if (id >= 0 || !isFounder()) {
			this.cluster.join(this.address);
		}
	}

	private int idAt(Membership membership) {
		for (Member member : membership.configuration().members()) {
			if (member.address().equals(this.address)) {
				return member.memberId();
			}
		}
		return -1;
	}

}
