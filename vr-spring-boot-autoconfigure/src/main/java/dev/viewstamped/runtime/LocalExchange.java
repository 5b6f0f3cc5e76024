package dev.viewstamped.runtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Network;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.transport.ReplicaTransport;

/**
 * Network of a replica and of the client in the same process. What the two say to each
 * other waits until the call that said it has returned, so neither is called by the
 * other.
 */
final class LocalExchange implements Network, ClientNetwork {

	private static final int ONLY_TARGET = 0;

	private final ReplicaTransport transport;

	private final Queue<ClientMessage> toSession = new ArrayDeque<>();

	private final Queue<ClientMessage> toReplica = new ArrayDeque<>();

	LocalExchange(ReplicaTransport transport) {
		this.transport = transport;
	}

	@Override
	public void send(int memberId, PeerMessage message) {
		this.transport.send(memberId, message);
	}

	@Override
	public void reply(long origin, ClientMessage message) {
		if (origin == Replica.LOCAL_ORIGIN) {
			this.toSession.add(message);
		}
		else {
			this.transport.reply(origin, message);
		}
	}

	@Override
	public void exchangeWith(List<Member> others) {
		this.transport.exchangeWith(others);
	}

	@Override
	public void exchangeWith(List<Member> others, Set<Integer> former) {
		this.transport.exchangeWith(others, former);
	}

	@Override
	public int targets() {
		return 1;
	}

	@Override
	public boolean isConnected(int target) {
		return target == ONLY_TARGET;
	}

	@Override
	public int memberId(int target) {
		return -1;
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		return this.toReplica.add(message);
	}

	/**
	 * Deliver what waits now. What that causes waits for the next call, so an exchange
	 * without end cannot hold the loop.
	 * @param replica the replica
	 * @param session the client
	 */
	void deliver(Replica replica, ClientSession session) {
		for (int left = this.toSession.size(); left > 0; left--) {
			session.onMessage(ONLY_TARGET, this.toSession.remove());
		}
		for (int left = this.toReplica.size(); left > 0; left--) {
			replica.onClientMessage(Replica.LOCAL_ORIGIN, this.toReplica.remove());
		}
	}

	/**
	 * Whether there is nothing to deliver.
	 * @return {@code true} if nothing waits
	 */
	boolean isEmpty() {
		return this.toSession.isEmpty() && this.toReplica.isEmpty();
	}

}
