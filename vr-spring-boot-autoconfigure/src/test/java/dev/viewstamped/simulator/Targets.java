package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
import dev.viewstamped.simulator.ClientLinks.LinkEnd;

/**
 * The addresses that a process outside the group talks to, and its connections there.
 */
final class Targets {

	private final Cluster cluster;

	private final LinkEnd end;

	private final List<Target> targets = new ArrayList<>();

	/** So many are kept whoever the members are. */
	private final int first;

	/**
	 * Know addresses.
	 * @param cluster who may be there
	 * @param end this end of the connections
	 * @param addresses the addresses
	 */
	Targets(Cluster cluster, LinkEnd end, List<String> addresses) {
		this.cluster = cluster;
		this.end = end;
		addresses.forEach((address) -> this.targets.add(new Target(address)));
		this.first = addresses.size();
	}

	int count() {
		return this.targets.size();
	}

	boolean isConnected(int target) {
		return target < this.targets.size() && this.cluster.links().isOpen(this.targets.get(target).origin);
	}

	int memberId(int target) {
		return this.targets.get(target).memberId;
	}

	void send(int target, ClientMessage message) {
		this.cluster.links().send(this.targets.get(target).origin, message);
	}

	/**
	 * The target that a replica is at.
	 * @param replica the replica
	 * @return the target, -1 if it is none
	 */
	int indexOf(SimulatedReplica replica) {
		for (int i = 0; i < this.targets.size(); i++) {
			if (this.targets.get(i).address.equals(replica.address())) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Have targets for these members too, and forget those that were followed before.
	 * @param members the members
	 */
	void follow(List<Member> members) {
		List<String> wanted = new ArrayList<>(members.stream().map(Member::address).toList());
		this.targets.forEach((target) -> wanted.remove(target.address));
		for (int i = this.first; i < this.targets.size(); i++) {
			String address = this.targets.get(i).address;
			if (members.stream().noneMatch((member) -> member.address().equals(address))) {
				disconnect(i);
				this.targets.set(i, new Target(wanted.isEmpty() ? "" : wanted.remove(0)));
			}
		}
		wanted.forEach((address) -> this.targets.add(new Target(address)));
	}

	/**
	 * Connect to who is up.
	 */
	void connect() {
		if (new Directory(this.cluster).isNeeded(this.targets.stream().map((target) -> target.address).toList())) {
			follow(this.cluster.members().stream().map((one) -> new Member(one.memberId(), one.address())).toList());
		}
		for (int i = 0; i < this.targets.size(); i++) {
			Target target = this.targets.get(i);
			SimulatedReplica replica = isConnected(i) ? null : this.cluster.at(target.address);
			if (replica != null && !replica.isPaused()) {
				target.origin = this.cluster.links().open(this.end, replica);
				target.memberId = replica.memberId();
			}
		}
	}

	void disconnect(int target) {
		if (target < this.targets.size()) {
			this.cluster.links().close(this.targets.get(target).origin);
		}
	}

	void disconnect() {
		for (int i = 0; i < this.targets.size(); i++) {
			disconnect(i);
		}
	}

	@Override
	public String toString() {
		return this.targets.stream().map((target) -> target.address).toList().toString();
	}

	private static final class Target {

		private final String address;

		private long origin;

		private int memberId = -1;

		private Target(String address) {
			this.address = address;
		}

	}

}
