package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.OperatorRequest;

/**
 * What a replica does with the requests of operators: a backup hands them on, the primary
 * does them.
 */
final class Operators {

	private final ReplicaState state;

	private final Requests requests;

	private final NormalCase normalCase;

	private final Reconfiguration reconfiguration;

	private final HandOver handOver;

	private final OperatorReplies replies;

	/** Those who have asked for the hand-over that is under way. */
	private final List<OperatorReplies.Asked> waiting = new ArrayList<>();

	Operators(ReplicaState state, Requests requests, NormalCase normalCase, Reconfiguration reconfiguration,
			HandOver handOver, OperatorReplies replies) {
		this.state = state;
		this.requests = requests;
		this.normalCase = normalCase;
		this.reconfiguration = reconfiguration;
		this.handOver = handOver;
		this.replies = replies;
	}

	void on(long origin, OperatorRequest request) {
		OperatorReplies.Asked asked = new OperatorReplies.Asked(origin, request);
		if (this.requests.canForward(origin)) {
			this.requests.forward(origin, request);
		}
		else if (!this.state.isPrimary() || this.normalCase.isSilent()) {
			this.replies.send(asked, Outcome.NO_PRIMARY,
					"Member " + this.state.self + " is not the primary and knows none. Ask again.", 0);
		}
		else {
			switch (request.command()) {
				case REPORT -> this.replies.send(asked, Outcome.ACCEPTED, "Nothing is changed.", 0);
				case RECONFIGURE -> this.reconfiguration.on(asked);
				case HAND_OVER -> handOver(asked);
			}
		}
	}

	/**
	 * Give the role of the primary away, if this replica has it and somebody can take it.
	 */
	void handOver() {
		this.handOver.begin();
		proceed();
	}

	private void handOver(OperatorReplies.Asked asked) {
		String refusal = this.handOver.begin();
		if (refusal != null) {
			this.replies.send(asked, this.state.participants.endsEpoch() ? Outcome.CONFLICT : Outcome.INVALID, refusal,
					0);
			return;
		}
		this.replies.add(this.waiting, asked);
		proceed();
	}

	/**
	 * No answer can reach the origin any more. What was asked is done.
	 */
	void forget(long origin) {
		this.reconfiguration.forget(origin);
		this.waiting.removeIf((asked) -> asked.origin() == origin);
	}

	/**
	 * Go on with what takes a while. To be called before what is committed is executed.
	 */
	void proceed() {
		this.handOver.proceed();
		if (!this.waiting.isEmpty() && !this.handOver.isUnderWay()) {
			int successor = this.handOver.successor();
			for (OperatorReplies.Asked asked : this.waiting) {
				if (successor >= 0) {
					this.replies.send(asked, Outcome.ACCEPTED,
							"Member " + successor + " takes the role of the primary.", 0);
				}
				else {
					this.replies.send(asked, Outcome.CONFLICT, "No backup has caught up with member " + this.state.self
							+ " within the view-change timeout, "
							+ "or it is no longer the primary. Ask again if the role is still to be handed over.", 0);
				}
			}
			this.waiting.clear();
		}
		this.reconfiguration.proceed();
	}

}
