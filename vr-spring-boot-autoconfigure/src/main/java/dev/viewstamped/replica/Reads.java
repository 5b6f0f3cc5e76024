package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused.Reason;

/**
 * Queries (§6.3). A linearizable one is answered by the primary: it notes what is
 * committed, asks a quorum whether its view still stands in a round that begins after the
 * query arrived, waits until it has executed what it noted, and answers if it is still
 * the primary of that view. All queries that wait for a round share it. Once the log has
 * a reconfiguration none is answered: those who confirm the view cannot tell whether a
 * later epoch has begun without them. Without leases the paper's read at the primary
 * (§6.3.1) is answered the same way.
 */
final class Reads {

	/**
	 * A query that waits.
	 *
	 * @param origin where the answer goes
	 * @param request the query
	 * @param readIndex op-number that must have been executed
	 * @param round the round that confirms the view for it
	 */
	private record Waiting(long origin, QueryRequest request, long readIndex, long round) {

	}

	private final ReplicaState state;

	private final Routes routes;

	private final Execution execution;

	private final NormalCase normalCase;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private final Set<Integer> confirmedBy = new HashSet<>();

	/** The round that was sent last. */
	private long sentRound;

	/** The last round that a quorum has confirmed. */
	private long confirmedRound;

	private long lastSentNanos;

	private long roundStartedNanos;

	Reads(ReplicaState state, Routes routes, Execution execution, NormalCase normalCase) {
		this.state = state;
		this.routes = routes;
		this.execution = execution;
		this.normalCase = normalCase;
	}

	void on(long origin, QueryRequest request) {
		if (request.consistency() == Consistency.STALE && this.execution.hasCaughtUp()) {
			answer(origin, request);
		}
		else if (!this.state.isPrimary() || this.state.participants.endsEpoch()
				|| request.afterOpNumber() > this.state.log.opNumber()) {
			refuse(origin, request, Reason.NO_PRIMARY);
		}
		else if (this.waiting.size() >= this.state.options.maxRequestsInFlight()) {
			refuse(origin, request, Reason.BUSY);
		}
		else {
			long readIndex = Math.max(this.state.commitNumber(), this.normalCase.inheritedNumber());
			this.waiting
				.add(new Waiting(origin, request, Math.max(readIndex, request.afterOpNumber()), this.sentRound + 1));
		}
	}

	void on(ConfirmView message) {
		if (this.state.isBackup() && this.state.isMember() && message.header().view() == this.state.view()
				&& message.header().from() == this.state.primary()) {
			this.state.send(message.header().from(), new ConfirmViewOk(this.state.header(), message.round()));
		}
	}

	void on(ConfirmViewOk message) {
		if (this.state.isPrimary() && message.header().view() == this.state.view() && message.round() == this.sentRound
				&& this.confirmedRound < this.sentRound && this.state.isMember(message.header().from())) {
			this.confirmedBy.add(message.header().from());
			considerRound();
		}
	}

	/**
	 * How long the primary has waited for a quorum to confirm its view.
	 */
	long stalledNanos() {
		return (this.confirmedRound < this.sentRound)
				? this.state.nowNanos - Math.max(this.roundStartedNanos, this.normalCase.lastProgressNanos()) : 0;
	}

	/**
	 * The replica is not normal in its view any more, or ends its epoch.
	 */
	void leftView() {
		for (Waiting query : this.waiting) {
			refuse(query.origin(), query.request(), Reason.NO_PRIMARY);
		}
		this.waiting.clear();
		this.confirmedRound = this.sentRound;
	}

	/**
	 * The link of a client was closed.
	 */
	void forget(long origin) {
		this.waiting.removeIf((query) -> query.origin() == origin);
	}

	void tick() {
		if (this.confirmedRound < this.sentRound && this.state.isPrimary()
				&& this.state.nowNanos - this.lastSentNanos >= this.state.options.heartbeatIntervalNanos()) {
			send();
		}
	}

	void flush() {
		if (!this.state.isPrimary()) {
			return;
		}
		Waiting last = this.waiting.peekLast();
		if (last != null && last.round() > this.sentRound && this.confirmedRound == this.sentRound) {
			this.sentRound++;
			this.confirmedBy.clear();
			this.roundStartedNanos = this.state.nowNanos;
			send();
			considerRound();
		}
		Waiting first = this.waiting.peekFirst();
		while (first != null && first.round() <= this.confirmedRound
				&& first.readIndex() <= this.execution.executedNumber()) {
			this.waiting.removeFirst();
			answer(first.origin(), first.request());
			first = this.waiting.peekFirst();
		}
	}

	private void send() {
		this.lastSentNanos = this.state.nowNanos;
		this.state.broadcast(new ConfirmView(this.state.header(), this.sentRound));
	}

	private void considerRound() {
		if (this.confirmedBy.size() + 1 >= this.state.quorums.needed()) {
			this.confirmedRound = this.sentRound;
		}
	}

	private void answer(long origin, QueryRequest request) {
		byte[] result = this.execution.query(request.payload());
		if (result == null) {
			refuse(origin, request, Reason.NO_PRIMARY);
		}
		else if (result.length > QueryReply.MAX_RESULT_BYTES) {
			refuse(origin, request, Reason.TOO_LARGE);
		}
		else {
			this.routes.reply(origin, new QueryReply(this.state.groupId(), request.client(), request.queryNumber(),
					this.state.epoch(), this.state.view(), this.execution.executedNumber(), result));
		}
	}

	private void refuse(long origin, QueryRequest request, Reason reason) {
		this.routes.reply(origin, new QueryRefused(request.client(), request.queryNumber(), reason));
	}

}
