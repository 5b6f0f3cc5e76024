package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.QueryRequest;

/**
 * Queries that any replica answers from what it has executed (§6.3.2), primary or not. A
 * stale one is answered at once. A causal one waits until the replica has executed what
 * the client has seen; one that is too far behind, or does not get there in a few
 * heartbeats, leaves it to the primary.
 */
final class LocalReads {

	private static final int PATIENCE_HEARTBEATS = 2;

	/**
	 * A causal query that waits.
	 *
	 * @param origin where the answer goes
	 * @param request the query
	 * @param sinceNanos when it came
	 */
	private record Waiting(long origin, QueryRequest request, long sinceNanos) {

	}

	private final ReplicaState state;

	private final Execution execution;

	private final Answers answers;

	private final Reads reads;

	private final Requests requests;

	private final List<Waiting> waiting = new ArrayList<>();

	LocalReads(ReplicaState state, Execution execution, Answers answers, Reads reads, Requests requests) {
		this.state = state;
		this.execution = execution;
		this.answers = answers;
		this.reads = reads;
		this.requests = requests;
	}

	void on(long origin, QueryRequest request) {
		if (hasExecuted(request)) {
			this.answers.give(origin, request);
		}
		else if (request.consistency() == Consistency.CAUSAL && mayCatchUp(request)) {
			this.waiting.add(new Waiting(origin, request, this.state.nowNanos));
		}
		else {
			passOn(origin, request);
		}
	}

	/** A life that has just begun has a state that the member had left behind before. */
	private boolean hasExecuted(QueryRequest request) {
		boolean stale = request.consistency() == Consistency.STALE;
		return this.execution.hasCaughtUp() && (stale || this.execution.executedNumber() >= request.afterOpNumber());
	}

	private boolean mayCatchUp(QueryRequest request) {
		int limit = this.state.options.maxRequestsInFlight();
		return this.state.isNormal() && this.waiting.size() < limit
				&& request.afterOpNumber() - this.execution.executedNumber() <= limit;
	}

	/** Answers to stale queries never go back while the same replica gives them. */
	private void passOn(long origin, QueryRequest request) {
		if (request.consistency() == Consistency.CAUSAL && this.requests.canForward(origin)) {
			this.requests.forward(origin, request);
		}
		else {
			this.reads.on(origin, request);
		}
	}

	/**
	 * The link of a client was closed.
	 */
	void forget(long origin) {
		this.waiting.removeIf((query) -> query.origin() == origin);
	}

	void tick() {
		if (!this.waiting.isEmpty()) {
			long patienceNanos = PATIENCE_HEARTBEATS * this.state.options.heartbeatIntervalNanos();
			for (Waiting query : removed((waiting) -> this.state.nowNanos - waiting.sinceNanos() > patienceNanos)) {
				passOn(query.origin(), query.request());
			}
		}
	}

	void flush() {
		if (!this.waiting.isEmpty()) {
			for (Waiting query : removed((waiting) -> hasExecuted(waiting.request()))) {
				this.answers.give(query.origin(), query.request());
			}
		}
	}

	private List<Waiting> removed(Predicate<Waiting> due) {
		List<Waiting> result = new ArrayList<>();
		this.waiting.removeIf((query) -> due.test(query) && result.add(query));
		return result;
	}

}
