package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Reply.Outcome;

import org.jspecify.annotations.Nullable;

/**
 * The client table (§4), a function of the executed log alone: for each session the
 * replies that its client may still ask for. The paper's table holds one reply; a session
 * here has a window of requests, and a window of one is the paper's.
 */
final class ClientTable {

	private static final byte[] NOTHING = {};

	private final ReplicaOptions options;

	private final Consumer<UUID> onEvicted;

	private final Map<UUID, Session> sessions = new HashMap<>();

	private long replyBytes;

	ClientTable(ReplicaOptions options, Consumer<UUID> onEvicted) {
		this.options = options;
		this.onEvicted = onEvicted;
	}

	int size() {
		return this.sessions.size();
	}

	@Nullable Session find(UUID client) {
		return this.sessions.get(client);
	}

	/**
	 * The session of a client, if it is the one that a request names.
	 */
	@Nullable Session find(UUID client, long session) {
		Session found = this.sessions.get(client);
		return (found != null && found.session() == session) ? found : null;
	}

	/**
	 * Open a session, or find the one that the client has. The session idle for longest
	 * gives way if the table is full.
	 * @return {@code null} if there is no room
	 * @throws IllegalArgumentException if the entry does not say the bounds of a session
	 */
	@Nullable Session register(Entry entry) {
		Session known = this.sessions.get(entry.client());
		if (known != null) {
			known.touch(entry);
			return known;
		}
		SessionTerms terms = SessionTerms.decode(entry.payload());
		if (this.sessions.size() >= terms.maxSessions()) {
			Session oldest = leastRecentlyUsed(null);
			if (oldest == null
					|| entry.timestampNanos() - oldest.lastTimestampNanos() < this.options.minSessionIdleNanos()) {
				return null;
			}
			evict(oldest);
		}
		Session session = new Session(entry, terms.maxResultBytes());
		this.sessions.put(entry.client(), session);
		return session;
	}

	/**
	 * Forget the replies that the client has seen.
	 */
	void acknowledge(Session session, Entry entry) {
		session.touch(entry);
		this.replyBytes -= session.acknowledge(entry.acknowledged());
	}

	/**
	 * Keep the reply to an entry of the session.
	 */
	StoredReply store(Session session, Entry entry, byte[] result) {
		boolean tooLarge = result.length > session.maxResultBytes();
		StoredReply reply = new StoredReply(entry.requestNumber(), entry.viewstamp(),
				tooLarge ? Outcome.RESULT_TOO_LARGE : Outcome.EXECUTED, tooLarge ? NOTHING : result);
		session.store(reply);
		this.replyBytes += reply.result().length;
		while (this.replyBytes > this.options.maxReplyBytes()) {
			Session oldest = leastRecentlyUsed(session);
			if (oldest == null) {
				break;
			}
			evict(oldest);
		}
		return reply;
	}

	/**
	 * The table as it is now.
	 */
	ClientTableSnapshot snapshot() {
		List<SessionSnapshot> snapshots = new ArrayList<>(this.sessions.size());
		this.sessions.values().forEach((session) -> snapshots.add(session.snapshot()));
		return new ClientTableSnapshot(snapshots);
	}

	/**
	 * Become the table of another replica at its moment.
	 */
	void restore(ClientTableSnapshot snapshot) {
		this.sessions.clear();
		this.replyBytes = 0;
		for (SessionSnapshot sessionSnapshot : snapshot.sessions()) {
			Session session = new Session(sessionSnapshot);
			this.sessions.put(session.client(), session);
			this.replyBytes += session.replyBytes();
		}
	}

	private void evict(Session session) {
		this.sessions.remove(session.client());
		this.replyBytes -= session.replyBytes();
		this.onEvicted.accept(session.client());
	}

	/**
	 * The last op-numbers differ, so the choice does not depend on the order of the map.
	 */
	private @Nullable Session leastRecentlyUsed(@Nullable Session except) {
		Session oldest = null;
		for (Session session : this.sessions.values()) {
			if (session != except && (oldest == null || session.lastOpNumber() < oldest.lastOpNumber())) {
				oldest = session;
			}
		}
		return oldest;
	}

}
