package dev.viewstamped.simulator;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Network;

/**
 * The network as one life of a replica sees it.
 */
final class SimulatedNetwork implements Network {

	private final int memberId;

	private final Cluster cluster;

	/** Those whose messages arrive: it is the receiver that dials. */
	private final Set<Integer> others = new TreeSet<>();

	SimulatedNetwork(int memberId, Cluster cluster) {
		this.memberId = memberId;
		this.cluster = cluster;
	}

	@Override
	public void send(int memberId, PeerMessage message) {
		InvariantViolation.check(message.header().from() == this.memberId && memberId != this.memberId, "SENDER",
				"member %d sent to %d %s", this.memberId, memberId, message);
		this.cluster.checker().sent(message);
		SimulatedReplica receiver = this.cluster.find(memberId);
		this.cluster.packets()
			.send(new Packet(this.memberId, memberId, message, PacketCounts.isRepeatable(message), (arrived) -> {
				if (receiver != null) {
					receiver.onMessage((PeerMessage) arrived);
				}
			}));
	}

	@Override
	public void exchangeWith(List<Member> members) {
		this.others.clear();
		members.forEach((member) -> this.others.add(member.memberId()));
		this.others.remove(this.memberId);
	}

	/**
	 * Whether messages of another replica arrive.
	 */
	boolean exchanges(int other) {
		return this.others.contains(other);
	}

	@Override
	public void reply(long origin, ClientMessage message) {
		this.cluster.links().reply(this.cluster.replica(this.memberId), origin, message);
	}

}
