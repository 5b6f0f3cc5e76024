package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.message.OperatorReply;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask of the primary (VR Revisited §7.1). It needs no session: a change is
 * fenced by the epoch that it expects, so it is asked again until a primary answers.
 */
final class OperatorCalls {

	private static final int MAX_PENDING = 64;

	private final Routing routing;

	private final Backoff backoff;

	private final RandomGenerator random;

	private final Map<Long, PendingOperation> pending = new TreeMap<>();

	/** The same for all sessions, so that the end of a session loses no answer. */
	private @Nullable UUID client;

	private long lastNumber;

	OperatorCalls(Routing routing, Backoff backoff, RandomGenerator random) {
		this.routing = routing;
		this.backoff = backoff;
		this.random = random;
	}

	int size() {
		return this.pending.size();
	}

	void submit(PendingOperation operation, long now) {
		if (this.pending.size() >= MAX_PENDING) {
			operation.completion()
				.failed(new CommandRejectedException(
						MAX_PENDING + " requests of operators wait for an answer already; nothing was done, try later",
						true));
			return;
		}
		operation.number(++this.lastNumber);
		this.pending.put(operation.number(), operation);
		transmit(operation, now);
	}

	void onReply(OperatorReply reply, long now) {
		PendingOperation operation = this.pending.get(reply.number());
		if (operation == null || !reply.client().equals(this.client)) {
			return;
		}
		if (reply.outcome() == OperatorReply.Outcome.NO_PRIMARY) {
			operation.refused(reply.message(), now + this.backoff.afterRefusal(0));
			return;
		}
		this.pending.remove(reply.number());
		operation.completion().succeeded(reply);
	}

	/**
	 * Ask again at the next tick: another replica is the primary now.
	 * @param now the time
	 */
	void sendAgain(long now) {
		for (PendingOperation operation : this.pending.values()) {
			if (operation.mayRepeat()) {
				operation.redirect(now);
			}
		}
	}

	void tick(long now) {
		if (this.pending.isEmpty()) {
			return;
		}
		for (PendingOperation operation : List.copyOf(this.pending.values())) {
			if (operation.isExpired(now)) {
				if (this.pending.remove(operation.number(), operation)) {
					operation.completion().failed(operation.unanswered("Timed out", now));
				}
			}
			else if (operation.isRetryDue(now) && operation.mayRepeat()) {
				transmit(operation, now);
			}
		}
	}

	void failAll(String why, long now) {
		List<PendingOperation> all = new ArrayList<>(this.pending.values());
		this.pending.clear();
		for (PendingOperation operation : all) {
			operation.completion().failed(operation.unanswered(why, now));
		}
	}

	private void transmit(PendingOperation operation, long now) {
		int target = operation.nextTarget(this.routing);
		operation.transmitting(now, this.backoff);
		int taken = this.routing.send(target, operation.request(client()));
		if (taken >= 0) {
			operation.transmitted(taken);
		}
		else {
			operation.notTransmitted(now + this.backoff.afterRefusal(0));
		}
	}

	private UUID client() {
		UUID known = this.client;
		if (known == null) {
			known = new UUID(this.random.nextLong(), this.random.nextLong());
			this.client = known;
		}
		return known;
	}

}
