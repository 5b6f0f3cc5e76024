package dev.viewstamped.replica;

import java.util.List;
import java.util.function.Supplier;

import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.OperatorRequest;

/**
 * Answers to operators.
 */
final class OperatorReplies {

	private static final int MAX_WAITING = 64;

	private final Routes routes;

	private final Supplier<GroupChange> change;

	/**
	 * @param change tells how far the latest change is
	 */
	OperatorReplies(Routes routes, Supplier<GroupChange> change) {
		this.routes = routes;
		this.change = change;
	}

	/**
	 * A request, and where its answer goes.
	 */
	record Asked(long origin, OperatorRequest request) {

		boolean isSame(Asked other) {
			return this.request.client().equals(other.request.client())
					&& this.request.number() == other.request.number();
		}

	}

	/**
	 * Have a request wait, in place of an earlier transmission of it, and of the oldest
	 * one if there are too many.
	 */
	void add(List<Asked> waiting, Asked asked) {
		waiting.removeIf(asked::isSame);
		if (waiting.size() >= MAX_WAITING) {
			waiting.remove(0);
		}
		waiting.add(asked);
	}

	void send(Asked asked, Outcome outcome, String message, long opNumber) {
		OperatorRequest request = asked.request();
		this.routes.reply(asked.origin(),
				new OperatorReply(request.client(), request.number(), outcome, message, opNumber, this.change.get()));
	}

}
