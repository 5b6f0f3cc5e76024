package dev.viewstamped.simulator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Network;

/**
 * The network as one life of a replica sees it.
 */
final class SimulatedNetwork implements Network {

	private final int memberId;

	private final Cluster cluster;

	SimulatedNetwork(int memberId, Cluster cluster) {
		this.memberId = memberId;
		this.cluster = cluster;
	}

	@Override
	public void send(int memberId, PeerMessage message) {
		InvariantViolation.check(message.header().from() == this.memberId && memberId != this.memberId, "SENDER",
				"member %d sent to %d %s", this.memberId, memberId, message);
		this.cluster.checker().sent(message);
		SimulatedReplica receiver = this.cluster.replica(memberId);
		this.cluster.packets()
			.send(new Packet(this.memberId, memberId, message, PacketCounts.isRepeatable(message),
					(arrived) -> receiver.onMessage((PeerMessage) arrived)));
	}

	@Override
	public void reply(long origin, ClientMessage message) {
		this.cluster.links().reply(this.cluster.replica(this.memberId), origin, message);
	}

}
