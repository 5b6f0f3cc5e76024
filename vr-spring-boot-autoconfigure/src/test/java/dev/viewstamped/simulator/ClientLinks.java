package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.replica.Replica;

/**
 * The connections of clients to replicas. A message travels on one connection, at most
 * once, and is lost with it. A client in the process of a replica has origin 0 and loses
 * nothing.
 */
final class ClientLinks {

	private static final long LOCAL_DELAY_NANOS = 1_000;

	private final PacketSimulator packets;

	private final EventQueue events;

	private final Map<Long, Link> links = new TreeMap<>();

	private long lastOrigin;

	ClientLinks(PacketSimulator packets, EventQueue events) {
		this.packets = packets;
		this.events = events;
	}

	/**
	 * Connect a client to a replica.
	 * @param client the client
	 * @param replica the replica, which is up
	 * @return the origin of the connection
	 */
	long open(LinkEnd client, SimulatedReplica replica) {
		long origin = ++this.lastOrigin;
		this.links.put(origin, new Link(client, replica));
		return origin;
	}

	boolean isOpen(long origin) {
		return this.links.containsKey(origin);
	}

	/**
	 * Close a connection; the replica notices.
	 * @param origin the connection
	 */
	void close(long origin) {
		Link link = this.links.remove(origin);
		if (link != null) {
			link.replica().onClientClosed(origin);
		}
	}

	/**
	 * Close all connections of a replica.
	 * @param replica the replica
	 */
	void closeAll(SimulatedReplica replica) {
		List<Long> origins = new ArrayList<>();
		this.links.forEach((origin, link) -> {
			if (link.replica() == replica) {
				origins.add(origin);
			}
		});
		origins.forEach(this::close);
	}

	/**
	 * A client sends on a connection.
	 * @param origin the connection
	 * @param message the message
	 */
	void send(long origin, ClientMessage message) {
		Link link = this.links.get(origin);
		if (link != null) {
			SimulatedReplica replica = link.replica();
			this.packets.send(new Packet(link.client().node(), replica.memberId(), message, false, (arrived) -> {
				if (this.links.containsKey(origin)) {
					replica.onClientMessage(origin, (ClientMessage) arrived);
				}
			}));
		}
	}

	/**
	 * The client in the process of a replica sends.
	 * @param replica the replica
	 * @param message the message
	 */
	void sendLocally(SimulatedReplica replica, ClientMessage message) {
		int life = replica.life();
		this.events.after(LOCAL_DELAY_NANOS, () -> {
			if (replica.isUp() && replica.life() == life) {
				replica.onClientMessage(Replica.LOCAL_ORIGIN, message);
			}
		});
	}

	/**
	 * A replica answers.
	 * @param replica the replica
	 * @param origin the connection
	 * @param message the message
	 */
	void reply(SimulatedReplica replica, long origin, ClientMessage message) {
		if (origin == Replica.LOCAL_ORIGIN) {
			int life = replica.life();
			this.events.after(LOCAL_DELAY_NANOS, () -> {
				if (replica.life() == life) {
					replica.onReply(message);
				}
			});
			return;
		}
		Link link = this.links.get(origin);
		if (link != null) {
			this.packets.send(new Packet(replica.memberId(), link.client().node(), message, false, (arrived) -> {
				if (this.links.containsKey(origin)) {
					link.client().onMessage(replica, (ClientMessage) arrived);
				}
			}));
		}
	}

	/**
	 * Who is at the client's end of a connection.
	 */
	interface LinkEnd {

		/**
		 * Its number in the network.
		 */
		int node();

		/**
		 * A replica answers.
		 * @param replica the replica
		 * @param message the message
		 */
		void onMessage(SimulatedReplica replica, ClientMessage message);

	}

	private record Link(LinkEnd client, SimulatedReplica replica) {

	}

}
