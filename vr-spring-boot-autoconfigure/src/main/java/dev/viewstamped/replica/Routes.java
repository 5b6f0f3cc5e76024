package dev.viewstamped.replica;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.PrimaryLocation;

import org.jspecify.annotations.Nullable;

/**
 * Where the answers to clients go: to where the client was heard from last, which may be
 * another member that forwards for it.
 */
final class Routes {

	private final ReplicaState state;

	private final int capacity;

	private final Map<UUID, Long> origins = new LinkedHashMap<>();

	private @Nullable UUID lastClient;

	private long lastOrigin;

	Routes(ReplicaState state) {
		this.state = state;
		this.capacity = 4 * state.options.maxSessions();
	}

	/**
	 * The origin that stands for another member that forwards.
	 */
	static long ofMember(int memberId) {
		return -1L - memberId;
	}

	static boolean isMember(long origin) {
		return origin < Replica.LOCAL_ORIGIN;
	}

	/**
	 * A client was heard from an origin.
	 */
	void learn(UUID client, long origin) {
		if (origin == this.lastOrigin && client.equals(this.lastClient)) {
			return;
		}
		if (this.origins.put(client, origin) == null && this.origins.size() > this.capacity) {
			UUID oldest = this.origins.keySet().iterator().next();
			this.origins.remove(oldest);
		}
		this.lastClient = client;
		this.lastOrigin = origin;
	}

	/**
	 * No answer can reach the origin any more.
	 */
	void forget(long origin) {
		this.origins.values().removeIf((known) -> known == origin);
		this.lastClient = null;
	}

	/**
	 * Send a message to its client, if it is known where the client is.
	 */
	void reply(ClientMessage message) {
		Long origin = this.origins.get(message.client());
		if (origin != null) {
			reply(origin, message);
		}
	}

	/**
	 * Tell the clients at this replica of the view that it has become normal in, so that
	 * they need not wait to send again what an earlier primary has left unanswered.
	 */
	void announcePrimary() {
		this.origins.forEach((client, origin) -> {
			if (!isMember(origin)) {
				reply(origin, new PrimaryLocation(this.state.groupId(), client, this.state.epoch(), this.state.view(),
						this.state.primary()));
			}
		});
	}

	/**
	 * Hand an answer that came from another member on to its client here.
	 */
	void deliver(ClientMessage message) {
		Long origin = this.origins.get(message.client());
		if (origin != null && !isMember(origin)) {
			reply(origin, message);
		}
	}

	/**
	 * Send a message to an origin.
	 */
	void reply(long origin, ClientMessage message) {
		if (isMember(origin)) {
			this.state.send((int) (-1L - origin), new Forward(this.state.header(), message));
		}
		else {
			this.state.network.reply(origin, message);
		}
	}

}
