package dev.viewstamped.client;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Refused.Reason;

/**
 * A query on its way. It may be sent any number of times.
 */
final class PendingQuery extends Pending {

	private final Consistency consistency;

	private final long afterOpNumber;

	private final Completion<QueryReply> completion;

	private int refusals;

	private @Nullable Reason lastRefusal;

	PendingQuery(byte[] query, Consistency consistency, long afterOpNumber, long timeoutNanos, long now,
			Completion<QueryReply> completion) {
		super(query, timeoutNanos, now);
		this.consistency = consistency;
		this.afterOpNumber = afterOpNumber;
		this.completion = completion;
	}

	Consistency consistency() {
		return this.consistency;
	}

	long afterOpNumber() {
		return this.afterOpNumber;
	}

	Completion<QueryReply> completion() {
		return this.completion;
	}

	/**
	 * Record that the query was refused.
	 * @param reason why
	 * @return number of refusals before this one
	 */
	int refused(Reason reason) {
		this.lastRefusal = reason;
		return this.refusals++;
	}

	@Nullable Reason lastRefusal() {
		return this.lastRefusal;
	}

	@Override
	int nextTarget(Routing routing) {
		if (this.consistency != Consistency.STALE && this.consistency != Consistency.CAUSAL) {
			return super.nextTarget(routing);
		}
		return (target() < 0) ? routing.any() : routing.anyAfter(target());
	}

}
