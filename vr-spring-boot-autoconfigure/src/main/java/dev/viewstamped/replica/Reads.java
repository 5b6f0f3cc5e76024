package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.state.Answer;

/**
 * Queries that see all that was acknowledged before (§6.3). A linearizable one is
 * answered by the primary: it notes what is committed, asks a quorum whether its view
 * still stands in a round that begins after the query arrived, waits until it has
 * executed what it noted, and answers if it is still the primary of that view. All
 * queries that wait for a round share it. One that may be answered on the primary's lease
 * (§6.3.1) waits for no round while there is a lease; whether there was one is looked at
 * after the state. Once the log has a reconfiguration none is answered: those who confirm
 * the view cannot tell whether a later epoch has begun without them.
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

		Waiting inRound(long otherRound) {
			return new Waiting(this.origin, this.request, this.readIndex, otherRound);
		}

	}

	private static final long NO_ROUND = -1;

	private final ReplicaState state;

	private final Answers answers;

	private final Execution execution;

	private final NormalCase normalCase;

	private final Lease lease;

	private final Grant grant;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	/** Those that wait only for something to be executed. */
	private final Deque<Waiting> onLease = new ArrayDeque<>();

	private final Set<Integer> confirmedBy = new HashSet<>();

	/** The round that was sent last. */
	private long sentRound;

	/** The last round that a quorum has confirmed. */
	private long confirmedRound;

	private long lastSentNanos;

	private long roundStartedNanos;

	Reads(ReplicaState state, Answers answers, Execution execution, NormalCase normalCase, Grant grant) {
		this.state = state;
		this.answers = answers;
		this.execution = execution;
		this.normalCase = normalCase;
		this.grant = grant;
		this.lease = new Lease(state);
	}

	void on(long origin, QueryRequest request) {
		if (!this.state.isPrimary() || this.state.participants.endsEpoch()
				|| request.afterOpNumber() > this.state.log.opNumber()) {
			this.answers.refuse(origin, request, Reason.NO_PRIMARY);
		}
		else if (this.waiting.size() + this.onLease.size() >= this.state.options.maxRequestsInFlight()) {
			this.answers.refuse(origin, request, Reason.BUSY);
		}
		else {
			long readIndex = Math.max(this.state.commitNumber(), this.normalCase.inheritedNumber());
			Waiting query = new Waiting(origin, request, Math.max(readIndex, request.afterOpNumber()), NO_ROUND);
			if (request.consistency() == Consistency.LEASE && this.lease.isHeld()) {
				this.onLease.add(query);
			}
			else {
				this.waiting.add(query.inRound(this.sentRound + 1));
			}
		}
	}

	/**
	 * A message came from a member: one that had a lease may have given it up.
	 */
	void heard(Header header) {
		this.grant.heard(header);
	}

	void on(ConfirmView message) {
		if (this.state.isBackup() && this.state.isMember() && message.header().view() == this.state.view()
				&& message.header().from() == this.state.primary()) {
			boolean granted = this.grant.give(message);
			this.state.send(message.header().from(), new ConfirmViewOk(this.state.header(), message.round(), granted));
		}
	}

	void on(ConfirmViewOk message) {
		int from = message.header().from();
		if (this.state.isPrimary() && message.header().view() == this.state.view() && message.round() == this.sentRound
				&& this.state.isMember(from)) {
			if (message.granted()) {
				this.lease.granted(from);
			}
			if (this.confirmedRound < this.sentRound) {
				this.confirmedBy.add(from);
				considerRound();
			}
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
	 * Whether this replica reads on a lease now.
	 */
	boolean hasLease() {
		return this.lease.isHeld();
	}

	/**
	 * The primary may not have run for a while, or gives its view up.
	 */
	void dropLease() {
		this.lease.drop();
	}

	/**
	 * The replica is not normal in its view any more, or ends its epoch.
	 */
	void leftView() {
		this.lease.drop();
		this.waiting.addAll(this.onLease);
		this.onLease.clear();
		for (Waiting query : this.waiting) {
			this.answers.refuse(query.origin(), query.request(), Reason.NO_PRIMARY);
		}
		this.waiting.clear();
		this.confirmedRound = this.sentRound;
	}

	/**
	 * The link of a client was closed.
	 */
	void forget(long origin) {
		this.waiting.removeIf((query) -> query.origin() == origin);
		this.onLease.removeIf((query) -> query.origin() == origin);
	}

	void tick() {
		if (!this.state.isPrimary()) {
			return;
		}
		this.lease.tick();
		if (this.confirmedRound < this.sentRound) {
			if (this.state.nowNanos - this.lastSentNanos >= this.state.options.heartbeatIntervalNanos()) {
				send();
			}
		}
		else if (this.lease.isRenewalDue() && !this.normalCase.isSilent() && !this.state.participants.endsEpoch()) {
			beginRound();
		}
	}

	void flush() {
		if (!this.state.isPrimary()) {
			return;
		}
		answerOnLease();
		Waiting last = this.waiting.peekLast();
		if (last != null && last.round() > this.sentRound && this.confirmedRound == this.sentRound) {
			beginRound();
		}
		Waiting first = this.waiting.peekFirst();
		while (first != null && first.round() <= this.confirmedRound
				&& first.readIndex() <= this.execution.executedNumber()) {
			this.waiting.removeFirst();
			this.answers.give(first.origin(), first.request());
			first = this.waiting.peekFirst();
		}
	}

	private void answerOnLease() {
		Waiting first = this.onLease.peekFirst();
		while (first != null && first.readIndex() <= this.execution.executedNumber()) {
			this.onLease.removeFirst();
			Answer answer = this.answers.prepare(first.request());
			// Looking at the state may have taken any time
			if (answer == null || this.lease.isHeld()) {
				this.answers.give(first.origin(), first.request(), answer);
			}
			else {
				this.waiting.add(first.inRound(this.sentRound + 1));
			}
			first = this.onLease.peekFirst();
		}
	}

	private void beginRound() {
		this.sentRound++;
		this.confirmedBy.clear();
		this.roundStartedNanos = this.state.nowNanos;
		this.lease.ask();
		send();
		considerRound();
	}

	private void send() {
		this.lastSentNanos = this.state.nowNanos;
		long leaseNanos = this.normalCase.isSilent() ? 0 : this.state.options.leaseNanos();
		this.state.broadcast(new ConfirmView(this.state.header(), this.sentRound, leaseNanos));
	}

	private void considerRound() {
		if (this.confirmedBy.size() + 1 >= this.state.quorums.needed()) {
			this.confirmedRound = this.sentRound;
		}
	}

}
