package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused.Reason;

/**
 * The queries of a client (VR Revisited §6.3). They need no session and no window: a
 * query that is sent twice is answered twice, and the first answer counts.
 */
final class Queries {

	private final int maxPending;

	private final Routing routing;

	private final Registration registration;

	private final Backoff backoff;

	private final PendingTable<PendingQuery> pending = new PendingTable<>();

	private long lastNumber;

	private long attentionNanos;

	Queries(int maxPending, Routing routing, Registration registration, Backoff backoff, long now) {
		this.maxPending = maxPending;
		this.routing = routing;
		this.registration = registration;
		this.backoff = backoff;
		this.attentionNanos = now;
	}

	int size() {
		return this.pending.size();
	}

	@Nullable PendingQuery get(long number) {
		return this.pending.get(number);
	}

	void submit(PendingQuery query, long now) {
		if (this.pending.size() >= this.maxPending) {
			query.completion()
				.failed(new CommandRejectedException("The client is busy: " + this.pending.size()
						+ " queries wait for an answer already, as many as may; try later", true));
			return;
		}
		this.pending.ensureRoomFor(this.pending.size() + 1);
		long number = this.lastNumber + 1;
		while (this.pending.at(number) != null) {
			number++;
		}
		this.lastNumber = number;
		query.number(number);
		this.pending.put(query);
		transmit(query, now);
	}

	void onReply(QueryReply reply) {
		PendingQuery query = this.pending.get(reply.queryNumber());
		if (query != null) {
			this.pending.remove(query);
			query.completion().succeeded(reply);
		}
	}

	void onRefused(QueryRefused refused, long now) {
		PendingQuery query = this.pending.get(refused.queryNumber());
		if (query == null) {
			return;
		}
		switch (refused.reason()) {
			case BUSY, NO_PRIMARY -> askAgain(query, refused.reason(), now);
			case TOO_LARGE -> reject(query, CommandRejectedException.Reason.TOO_LARGE, "its own "
					+ query.payload().length
					+ " bytes are more than 'vr.limits.command-size' allows at the replica, or its result is larger than "
					+ QueryReply.MAX_RESULT_BYTES + " bytes. Ask for less at once");
			case UNKNOWN_COMMAND -> reject(query, CommandRejectedException.Reason.UNKNOWN_COMMAND,
					"the replica has no handler for it, add one to every replica");
		}
	}

	/**
	 * Ask another replica soon, since the answer of this one is of no use.
	 * @param query the query
	 * @param reason what was wrong with the answer
	 * @param now the time
	 */
	void askAgain(PendingQuery query, Reason reason, long now) {
		int refusals = query.refused(reason);
		query.latestRefused(reason, now + this.backoff.afterRefusal(refusals));
		note(query);
	}

	/**
	 * Ask everything again, since the client has a new identity and answers to the old
	 * one are dropped.
	 * @param now the time
	 */
	void restart(long now) {
		for (int i = 0; i < this.pending.capacity(); i++) {
			PendingQuery query = this.pending.at(i);
			if (query != null) {
				query.forgetTransmissions(now);
				note(query);
			}
		}
	}

	/**
	 * Ask again at the next tick: another replica is the primary now.
	 * @param now the time
	 */
	void sendAgain(long now) {
		for (int i = 0; i < this.pending.capacity(); i++) {
			PendingQuery query = this.pending.at(i);
			if (query != null) {
				query.redirect(now);
				note(query);
			}
		}
	}

	void tick(long now) {
		if (this.pending.isEmpty() || now - this.attentionNanos < 0) {
			return;
		}
		this.attentionNanos = now + Pending.MAX_TIMEOUT_NANOS;
		List<PendingQuery> expired = new ArrayList<>(0);
		for (int i = 0; i < this.pending.capacity(); i++) {
			PendingQuery query = this.pending.at(i);
			if (query == null) {
				continue;
			}
			if (query.isExpired(now)) {
				this.pending.remove(query);
				expired.add(query);
			}
			else if (query.isRetryDue(now)) {
				transmit(query, now);
			}
			else {
				note(query);
			}
		}
		for (PendingQuery query : expired) {
			query.completion().failed(unanswered("Timed out", query, now));
		}
	}

	void failAll(String why, long now) {
		List<PendingQuery> all = new ArrayList<>(this.pending.size());
		for (int i = 0; i < this.pending.capacity(); i++) {
			PendingQuery query = this.pending.at(i);
			if (query != null) {
				this.pending.remove(query);
				all.add(query);
			}
		}
		for (PendingQuery query : all) {
			query.completion().failed(unanswered(why, query, now));
		}
	}

	private void transmit(PendingQuery query, long now) {
		int target = query.nextTarget(this.routing);
		query.transmitting(now, this.backoff);
		int taken = this.routing.send(target, new QueryRequest(this.registration.client(), query.number(),
				query.consistency(), query.afterOpNumber(), query.payload()));
		if (taken >= 0) {
			query.transmitted(taken);
		}
		else {
			query.notTransmitted(now + this.backoff.afterRefusal(0));
		}
		note(query);
	}

	private void reject(PendingQuery query, CommandRejectedException.Reason reason, String why) {
		this.pending.remove(query);
		query.completion().failed(new CommandRejectedException("The query was refused: " + why, reason));
	}

	private ReplicaUnavailableException unanswered(String why, PendingQuery query, long now) {
		String waited = why + " after " + query.waitedMillis(now) + " ms without an answer to the "
				+ query.consistency() + " query; ";
		if (query.attempts() == 0) {
			return new ReplicaUnavailableException(waited + "no replica was connected");
		}
		Reason refusal = query.lastRefusal();
		String last = (refusal == null) ? "nobody refused it either"
				: (refusal == Reason.BUSY) ? "the last word was that the replica is busy"
						: "the last word was that the replica knows no primary or cannot answer";
		return new ReplicaUnavailableException(waited + "it was sent " + query.attempts() + " time(s), " + last);
	}

	private void note(PendingQuery query) {
		long nanos = query.attentionNanos();
		if (nanos - this.attentionNanos < 0) {
			this.attentionNanos = nanos;
		}
	}

}
