package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.History;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.RecoveryResponse;

import org.jspecify.annotations.Nullable;

/**
 * Recovery in memory mode (§4.3). The paper's protocol forgets promises that an earlier
 * life of the replica made; so it has two rounds. The first learns from a quorum of the
 * others which incarnations are known, and takes the next one. The second announces it
 * and asks for the state; its answers count only if none comes from a life that another
 * answer knows to be over.
 */
final class Recovery {

	private final ReplicaState state;

	private final StateTransfer stateTransfer;

	private final Map<Integer, IncarnationResponse> incarnations = new HashMap<>();

	private final Map<Integer, RecoveryResponse> responses = new HashMap<>();

	private UUID nonce;

	private boolean announced;

	private long sentNanos;

	private long attemptNanos;

	Recovery(ReplicaState state, StateTransfer stateTransfer) {
		this.state = state;
		this.stateTransfer = stateTransfer;
		this.nonce = state.randomId();
		this.sentNanos = state.nowNanos - state.options.viewChangeTimeoutNanos();
		this.attemptNanos = state.nowNanos;
	}

	/**
	 * How many members have answered the round that is under way.
	 */
	int answers() {
		return this.announced ? this.responses.size() : this.incarnations.size();
	}

	/**
	 * Whether a member has answered that it has state.
	 */
	boolean hasHeardOfGroup() {
		return this.announced || !this.incarnations.isEmpty();
	}

	/**
	 * Forget a group that was found, to form another one.
	 */
	void reset() {
		this.incarnations.clear();
		this.responses.clear();
		this.announced = false;
		this.nonce = this.state.randomId();
		this.stateTransfer.forget();
		if (this.state.hasGroup()) {
			this.state.leaveUnentered();
		}
	}

	void tick() {
		long timeout = this.state.options.viewChangeTimeoutNanos();
		long progressNanos = Math.max(this.attemptNanos, this.stateTransfer.lastProgressNanos());
		if (this.announced && this.state.nowNanos - progressNanos > timeout) {
			beginAttempt();
		}
		else if (this.stateTransfer.isOutdated()
				&& this.state.nowNanos - this.attemptNanos > 2 * this.state.options.heartbeatIntervalNanos()) {
			beginAttempt();
		}
		if (!this.stateTransfer.isActive()
				&& this.state.nowNanos - this.sentNanos >= this.state.options.heartbeatIntervalNanos() * 2) {
			this.sentNanos = this.state.nowNanos;
			send();
		}
	}

	void on(IncarnationResponse message) {
		if (this.announced || !message.nonce().equals(this.nonce)) {
			return;
		}
		UUID group = message.header().groupId();
		GroupLocation located = this.state.options.located();
		if (located != null && !located.groupId().equals(group)) {
			return;
		}
		this.incarnations.put(message.header().from(), message);
		int answers = 0;
		CrashVector known = CrashVector.of();
		for (IncarnationResponse answer : this.incarnations.values()) {
			if (answer.header().groupId().equals(group)) {
				answers++;
				known = known.merge(answer.crashVector()).with(answer.header().from(), answer.header().incarnation());
			}
		}
		if (answers >= this.state.quorums.neededOthersToRecover()) {
			this.state.join(group, known.get(this.state.self) + 1, known);
			this.announced = true;
			beginAttempt();
			this.sentNanos = this.state.nowNanos;
			send();
		}
	}

	/**
	 * A life of this member is known whose incarnation is later than this one's. It had
	 * told few members of itself before it ended, so the quorum that this life asked did
	 * not know. This life has promised nothing yet, and takes a later incarnation.
	 */
	void takeIncarnationAfter(CrashVector known) {
		UUID group = this.state.groupId();
		this.state.join(group, known.get(this.state.self) + 1, this.state.crashVector().merge(known));
		beginAttempt();
	}

	/**
	 * Asks again, with a nonce of its own: answers to earlier questions count no more.
	 */
	private void beginAttempt() {
		this.nonce = this.state.randomId();
		this.responses.clear();
		this.stateTransfer.cancel();
		this.attemptNanos = this.state.nowNanos;
		this.sentNanos = this.state.nowNanos - this.state.options.viewChangeTimeoutNanos();
	}

	private void send() {
		if (this.announced) {
			this.state.broadcast(
					new dev.viewstamped.message.Recovery(this.state.header(), this.nonce, this.state.crashVector()));
		}
		else {
			this.state.broadcast(new IncarnationRequest(this.state.header(), this.nonce));
		}
	}

	void on(RecoveryResponse message) {
		if (this.announced && message.nonce().equals(this.nonce)) {
			this.responses.put(message.header().from(), message);
			consider();
		}
	}

	/**
	 * A later life of a member was heard of.
	 */
	void onNewIncarnation() {
		if (this.announced && this.state.status() == Status.RECOVERING) {
			consider();
		}
	}

	private void consider() {
		RecoveryResponse best = best();
		if (best == null) {
			this.stateTransfer.cancel();
		}
		else if (!this.stateTransfer.isActive()) {
			History history = best.history();
			if (history != null) {
				this.stateTransfer.begin(new LogTarget(best.header().view(), history, best.commitNumber(),
						best.header().from(), () -> best() != null, null));
			}
		}
	}

	/**
	 * The answer to take the state from: that of the primary of the latest view, if a
	 * quorum has answered and it is not this replica that would be that primary.
	 */
	private @Nullable RecoveryResponse best() {
		this.responses.values()
			.removeIf((
					message) -> message.header().incarnation() < this.state.crashVector().get(message.header().from()));
		if (this.responses.size() < this.state.quorums.neededOthersToRecover()) {
			return null;
		}
		long view = 0;
		for (RecoveryResponse response : this.responses.values()) {
			view = Math.max(view, response.header().view());
		}
		RecoveryResponse best = this.responses.get(this.state.configuration.primary(view));
		boolean fromPrimary = best != null && best.header().view() == view && best.history() != null;
		return fromPrimary ? best : null;
	}

}
