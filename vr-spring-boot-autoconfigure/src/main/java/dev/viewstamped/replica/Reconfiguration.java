package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.OperatorRequest;

import org.jspecify.annotations.Nullable;

/**
 * How the primary changes the members of the group on an operator's word (§7.1): it looks
 * whether there can be such a group, waits until new members have nearly all of the state
 * (§7.5), and then gives the change a place in the log, after which it takes nothing else
 * in this epoch. The change takes effect when it is executed, never earlier. A change is
 * fenced by the epoch that it expects, so asking twice for the same one is asking once.
 */
final class Reconfiguration {

	private final ReplicaState state;

	private final Contacts contacts;

	private final Execution execution;

	private final NormalCase normalCase;

	private final Reads reads;

	private final HandOver handOver;

	private final OperatorReplies replies;

	private final List<OperatorReplies.Asked> waiting = new ArrayList<>();

	private @Nullable WarmUp warmUp;

	/** Where this replica was primary when it began to wait. */
	private long epoch;

	private long view;

	Reconfiguration(ReplicaState state, Contacts contacts, Execution execution, NormalCase normalCase, Reads reads,
			HandOver handOver, OperatorReplies replies) {
		this.state = state;
		this.contacts = contacts;
		this.execution = execution;
		this.normalCase = normalCase;
		this.reads = reads;
		this.handOver = handOver;
		this.replies = replies;
	}

	/**
	 * The new members that are waited for.
	 * @return {@code null} if none are
	 */
	@Nullable WarmUp warmUp() {
		return this.warmUp;
	}

	/**
	 * Whether the process at an address is to become a member.
	 */
	boolean isAwaited(String address) {
		WarmUp current = this.warmUp;
		return current != null && current.group().isNamed(address);
	}

	/**
	 * A request that came to the primary.
	 */
	void on(OperatorReplies.Asked asked) {
		OperatorRequest request = asked.request();
		NewGroup group = new NewGroup(this.state, this.contacts, request.members());
		long current = this.state.epoch();
		if (request.expectedEpoch() != current) {
			answerOtherEpoch(asked, group);
			return;
		}
		String underWay = whyUnderWay(group);
		if (underWay != null) {
			this.replies.send(asked, Outcome.CONFLICT, underWay, 0);
			return;
		}
		if (this.warmUp == null && !this.state.participants.endsEpoch()) {
			String refusal = group.whyImpossible();
			refusal = (refusal != null) ? refusal : whyUnavailable(group);
			if (refusal != null) {
				this.replies.send(asked, Outcome.INVALID, refusal, 0);
				return;
			}
			this.warmUp = new WarmUp(this.state, this.contacts, this.normalCase, group);
		}
		wait(asked);
		proceed();
	}

	private void answerOtherEpoch(OperatorReplies.Asked asked, NewGroup group) {
		Membership membership = this.state.participants.membership();
		long expected = asked.request().expectedEpoch();
		if (membership.epoch() == expected + 1 && membership.epoch() == this.state.epoch()
				&& group.isOf(membership.configuration())) {
			this.replies.send(asked, Outcome.ACCEPTED, effect(membership.configuration()),
					membership.epochStart().opNumber());
			return;
		}
		this.replies.send(asked, Outcome.CONFLICT,
				"The group is in epoch " + this.state.epoch() + ", and the request expects epoch " + expected
						+ ". The members are " + NewGroup.list(this.state.configuration)
						+ ": if they are still to be changed, ask again with that epoch.",
				0);
	}

	/** The same change is no other one: whoever asks again waits for it too. */
	private @Nullable String whyUnderWay(NewGroup group) {
		WarmUp current = this.warmUp;
		if (current != null) {
			return current.group().isSame(group.addresses()) ? null
					: "A change to the members " + NewGroup.list(current.group().addresses())
							+ " is under way: new members fetch the state. Wait until it is complete or has failed.";
		}
		if (this.state.participants.endsEpoch()) {
			Configuration next = ending().next();
			return group.isOf(next) ? null : "A change to the members " + NewGroup.list(next)
					+ " is under way: it is in the log, and not yet known to be committed. Wait until it is complete.";
		}
		Membership membership = this.state.participants.membership();
		long epochNumber = this.state.epoch();
		if (membership.epoch() != epochNumber || membership.checkedEpoch() < epochNumber) {
			return "The change to epoch " + epochNumber + " is not complete: it is not yet shown that a quorum of "
					+ NewGroup.list(this.state.configuration) + " is normal. Wait until it is.";
		}
		return this.handOver.isUnderWay()
				? "The primary, member " + this.state.self + ", is handing its role over. Ask again." : null;
	}

	/** A standby that is silent is waited for; a quorum that is not there is not. */
	private @Nullable String whyUnavailable(NewGroup group) {
		return group.newcomers().stream().allMatch((standby) -> this.contacts.isInContact(standby.memberId()))
				? group.whyUnavailable() : null;
	}

	private void wait(OperatorReplies.Asked asked) {
		if (this.waiting.isEmpty()) {
			this.epoch = this.state.epoch();
			this.view = this.state.view();
		}
		this.replies.add(this.waiting, asked);
	}

	/**
	 * No answer can reach the origin any more. The change goes on.
	 */
	void forget(long origin) {
		this.waiting.removeIf((asked) -> asked.origin() == origin);
	}

	/**
	 * Go on with a change, and tell those who wait. To be called before what is committed
	 * is executed: afterwards this replica is in another epoch, and may be no member.
	 */
	void proceed() {
		WarmUp current = this.warmUp;
		if ((current != null || !this.waiting.isEmpty()) && !isStillPrimary()) {
			this.warmUp = null;
			answer(Outcome.NO_PRIMARY,
					"Member " + this.state.self + " is no longer the primary. Ask again: the next one goes on, "
							+ "or begins anew if the change is not in its log.",
					0);
		}
		else if (current != null) {
			proceed(current);
		}
		if (this.state.participants.endsEpoch() && this.state.commitNumber() == this.state.log.opNumber()) {
			answer(Outcome.ACCEPTED, effect(ending().next()), this.state.log.opNumber());
		}
	}

	private boolean isStillPrimary() {
		return this.state.isPrimary() && this.state.epoch() == this.epoch && this.state.view() == this.view;
	}

	private void proceed(WarmUp current) {
		String refusal = current.whyGivenUp();
		if (refusal == null && current.waitingFor() == null) {
			refusal = current.group().whyUnavailable();
			if (refusal == null && mayAppend()) {
				this.warmUp = null;
				this.normalCase.propose(Operation.RECONFIGURE, current.group().change().encode());
				this.reads.leftView();
				return;
			}
		}
		if (refusal != null) {
			this.warmUp = null;
			answer(Outcome.INVALID, refusal, 0);
		}
	}

	/** Who is a standby must not change between here and there. */
	private boolean mayAppend() {
		if (this.normalCase.isSilent() || this.handOver.isUnderWay() || !this.normalCase.hasRoom()) {
			return false;
		}
		for (long op = this.execution.executedNumber() + 1; op <= this.state.log.opNumber(); op++) {
			if (this.state.log.get(op).operation() == Operation.ADMIT) {
				return false;
			}
		}
		return true;
	}

	private void answer(Outcome outcome, String message, long opNumber) {
		for (OperatorReplies.Asked asked : this.waiting) {
			this.replies.send(asked, outcome, message, opNumber);
		}
		this.waiting.clear();
	}

	/**
	 * The change that ends the epoch in force, and is the last entry of the log.
	 */
	MembershipPayload.Change ending() {
		Entry last = this.state.log.get(this.state.log.opNumber());
		return MembershipPayload.Change.decode(last.payload());
	}

	private static String effect(Configuration next) {
		return "The members of epoch " + next.epoch() + " are " + NewGroup.list(next) + ".";
	}

}
