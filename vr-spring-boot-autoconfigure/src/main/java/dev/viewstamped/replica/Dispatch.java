package dev.viewstamped.replica;

import java.util.UUID;
import java.util.function.Consumer;

import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.Consent;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.GetEpoch;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Pong;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Standing;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.message.Withdraw;

/**
 * Hands each message to the sub-protocol that it is for, once it is known to come from
 * this group and from a life of its sender that is not over.
 */
final class Dispatch {

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final ViewChange viewChange;

	private final StateTransfer stateTransfer;

	private final PageServer pageServer;

	private final Genesis genesis;

	private final Recovery recovery;

	private final Reads reads;

	private final Checkpoints checkpoints;

	private final GroupFence fence;

	private final EpochGate gate;

	private final Consumer<Forward> forwards;

	Dispatch(ReplicaState state, Contacts contacts, NormalCase normalCase, ViewChange viewChange,
			StateTransfer stateTransfer, PageServer pageServer, Genesis genesis, Recovery recovery, Reads reads,
			Checkpoints checkpoints, GroupFence fence, EpochGate gate, Consumer<Forward> forwards) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.viewChange = viewChange;
		this.stateTransfer = stateTransfer;
		this.pageServer = pageServer;
		this.genesis = genesis;
		this.recovery = recovery;
		this.reads = reads;
		this.checkpoints = checkpoints;
		this.fence = fence;
		this.gate = gate;
		this.forwards = forwards;
	}

	void on(PeerMessage message) {
		Header header = message.header();
		if (header.from() == this.state.self) {
			this.fence.drop();
		}
		else if (isOutsideGroup(message)) {
			if (this.gate.admitsOutsider(header)) {
				onOutsideGroup(message);
			}
			else {
				this.fence.drop();
			}
		}
		else if (this.state.status() == Status.RECOVERING && !joinsFormedGroup(message)) {
			onRecovering(message);
		}
		else if (!header.groupId().equals(this.state.groupId())) {
			onForeign(header);
		}
		else if (isFromLivingMember(message) && this.gate.admits(message)) {
			onGroup(message);
		}
	}

	private void onForeign(Header header) {
		if (this.state.isMember(header.from())) {
			this.fence.onForeign(header.from(), header.groupId());
		}
		else {
			this.fence.drop();
		}
	}

	/**
	 * Whether it is a message of processes that have no state yet, which stand outside
	 * any group, or an answer to one.
	 */
	private static boolean isOutsideGroup(PeerMessage message) {
		return message instanceof Hello || message instanceof HelloResponse || message instanceof Propose
				|| message instanceof Consent || message instanceof Withdraw || message instanceof IncarnationRequest
				|| (message instanceof GetEpoch && message.header().groupId().equals(Header.NO_GROUP));
	}

	private void onOutsideGroup(PeerMessage message) {
		if (message instanceof Hello hello) {
			this.contacts.heardBlank(hello.header().from());
			this.genesis.on(hello);
		}
		else if (message instanceof HelloResponse response) {
			heardWhileRecovering(response.header().from(), response.standing() != Standing.FORMED);
			this.genesis.on(response);
			forgetOtherGroup();
		}
		else if (message instanceof Propose propose) {
			this.genesis.on(propose);
			forgetOtherGroup();
		}
		else if (message instanceof Consent consent) {
			this.genesis.on(consent);
		}
		else if (message instanceof Withdraw withdraw) {
			this.genesis.on(withdraw);
		}
		else if (message instanceof IncarnationRequest request) {
			this.contacts.heardBlank(request.header().from());
			if (hasState()) {
				this.state.send(request.header().from(),
						new IncarnationResponse(this.state.header(), request.nonce(), this.state.crashVector()));
			}
		}
	}

	private void forgetOtherGroup() {
		if (this.genesis.isBound()) {
			this.recovery.reset();
		}
	}

	private void heardWhileRecovering(int memberId, boolean blank) {
		if (this.state.status() == Status.RECOVERING && blank) {
			this.contacts.heardBlank(memberId);
		}
		else if (this.state.status() == Status.RECOVERING) {
			this.contacts.heard(memberId);
		}
	}

	private boolean joinsFormedGroup(PeerMessage message) {
		boolean fromMemberWithState = this.state.isMember(message.header().from())
				&& !(message instanceof dev.viewstamped.message.Recovery) && !(message instanceof GetState)
				&& !(message instanceof GetPages);
		return fromMemberWithState && this.genesis.joinIfPending(message.header().groupId());
	}

	/**
	 * A recovering replica takes part in nothing: it hears only the answers to its own
	 * questions.
	 */
	private void onRecovering(PeerMessage message) {
		if (this.genesis.isBound() || !this.gate.admitsToRecovering(message)) {
			return;
		}
		UUID group = message.header().groupId();
		if (message instanceof IncarnationResponse response) {
			this.contacts.heard(response.header().from());
			if (group.equals(this.state.groupId())) {
				learn(response.crashVector());
			}
			else {
				this.recovery.on(response);
			}
		}
		else if (this.state.hasGroup() && group.equals(this.state.groupId()) && isFromLivingMember(message)) {
			if (message instanceof RecoveryResponse response && learn(response.crashVector())) {
				this.contacts.heard(response.header().from());
				this.recovery.on(response);
			}
			else if (message instanceof NewCheckpoint newCheckpoint) {
				this.stateTransfer.checkpoint().on(newCheckpoint);
			}
			else if (message instanceof NewPages newPages) {
				this.contacts.heard(newPages.header().from());
				this.stateTransfer.checkpoint().on(newPages);
			}
			else if (message instanceof NewState newState) {
				this.stateTransfer.on(newState);
			}
		}
	}

	private void onGroup(PeerMessage message) {
		if (message instanceof dev.viewstamped.message.Recovery request) {
			onRecovery(request);
			return;
		}
		int from = message.header().from();
		long view = message.header().view();
		if (message instanceof GetState || message instanceof GetPages) {
			onQuestion(message);
			return;
		}
		this.contacts.heard(from);
		this.reads.heard(message.header());
		if (message instanceof Prepare || message instanceof Commit
				|| (message instanceof Ping ping && ping.normal())) {
			if (view > this.state.view()) {
				this.stateTransfer.askForView(view);
			}
		}
		if (message instanceof Prepare prepare) {
			this.normalCase.on(prepare);
		}
		else if (message instanceof PrepareOk prepareOk) {
			this.normalCase.on(prepareOk);
		}
		else if (message instanceof Commit commit) {
			this.normalCase.on(commit);
		}
		else if (message instanceof Forward forward) {
			this.forwards.accept(forward);
		}
		else if (message instanceof ConfirmView confirmView) {
			this.reads.on(confirmView);
		}
		else if (message instanceof ConfirmViewOk confirmViewOk) {
			this.reads.on(confirmViewOk);
		}
		else if (message instanceof Ping ping) {
			this.contacts.on(ping);
		}
		else if (message instanceof Pong pong) {
			this.contacts.on(pong);
		}
		else if (message instanceof NewState newState) {
			onNewState(newState);
		}
		else if (message instanceof NewCheckpoint newCheckpoint) {
			this.stateTransfer.checkpoint().on(newCheckpoint);
		}
		else if (message instanceof NewPages newPages) {
			this.stateTransfer.checkpoint().on(newPages);
		}
		else if (message instanceof CheckpointTaken checkpointTaken) {
			this.checkpoints.on(checkpointTaken);
		}
		else {
			onViewChange(message);
		}
	}

	private void onViewChange(PeerMessage message) {
		boolean votes = !this.state.isStandby();
		if (message instanceof StartViewChange startViewChange && votes) {
			this.viewChange.on(startViewChange);
		}
		else if (message instanceof DoViewChange doViewChange && votes && learn(doViewChange.crashVector())) {
			this.viewChange.on(doViewChange);
		}
		else if (message instanceof StartView startView && learn(startView.crashVector())) {
			this.viewChange.on(startView);
		}
		else if (message instanceof GetView getView) {
			this.viewChange.on(getView);
		}
		else if (message instanceof IncarnationResponse response) {
			learn(response.crashVector());
		}
	}

	/**
	 * A question for state, also of members that have none and so count as heard by no
	 * one.
	 */
	private void onQuestion(PeerMessage message) {
		boolean hasLog = this.state.status() != Status.RECOVERING;
		if (hasLog && message instanceof GetState getState) {
			this.pageServer.on(getState);
		}
		else if (hasLog && message instanceof GetPages getPages) {
			this.pageServer.on(getPages);
		}
	}

	private void onRecovery(dev.viewstamped.message.Recovery request) {
		this.contacts.heardBlank(request.header().from());
		if (learn(request.crashVector()) && this.state.isNormal()) {
			this.state.send(request.header().from(),
					new RecoveryResponse(this.state.header(), request.nonce(), this.state.crashVector(),
							this.state.isPrimary() ? this.state.log.history() : null, this.state.commitNumber()));
		}
	}

	/**
	 * A piece of log, either for a log that is being taken or for the end of this
	 * backup's own view's log, which only the view's primary is known to have.
	 */
	private void onNewState(NewState newState) {
		if (this.stateTransfer.on(newState) || !this.state.isBackup() || newState.header().view() != this.state.view()
				|| newState.header().from() != this.state.primary()) {
			return;
		}
		boolean progress = this.normalCase.append(newState.parent(), newState.entries());
		if (progress && this.state.isNormal()) {
			this.state.commit(newState.commitNumber());
			this.normalCase.acknowledgementDue();
			if (newState.commitNumber() > this.state.log.opNumber()) {
				this.stateTransfer.continueGap();
			}
		}
	}

	private boolean isFromLivingMember(PeerMessage message) {
		Header header = message.header();
		if (header.incarnation() < this.state.crashVector().get(header.from())) {
			this.fence.drop();
			if (hasState()) {
				this.state.send(header.from(),
						new IncarnationResponse(this.state.header(), Header.NO_GROUP, this.state.crashVector()));
			}
			return false;
		}
		if (header.incarnation() > this.state.crashVector().get(header.from())) {
			this.state.merge(header.from(), header.incarnation());
			onNewIncarnation(header.from());
		}
		return true;
	}

	/**
	 * Take over what another member knows of lives.
	 * @return whether this life goes on as it is: {@code false} if a later one of this
	 * member is known
	 */
	private boolean learn(CrashVector known) {
		CrashVector before = this.state.crashVector();
		if (known.get(this.state.self) > this.state.incarnation()) {
			if (this.state.status() == Status.RECOVERING) {
				this.recovery.takeIncarnationAfter(known);
				return false;
			}
			if (this.state.isStandby()) {
				this.state.participants.losePlace();
				return false;
			}
			this.state.stop(new Condition(Condition.SUPERSEDED,
					"A newer process has taken the place of member " + this.state.self
							+ ": this one serves nothing any more. Stop it, or, if it is the one that should go on, "
							+ "stop the other one. " + this.state.durability.howToStartOver()));
			return false;
		}
		this.state.merge(known);
		for (Member member : this.state.configuration.members()) {
			if (this.state.crashVector().get(member.memberId()) > before.get(member.memberId())) {
				onNewIncarnation(member.memberId());
			}
		}
		return true;
	}

	private void onNewIncarnation(int memberId) {
		this.normalCase.forget(memberId);
		this.viewChange.onNewIncarnation(memberId);
		this.recovery.onNewIncarnation();
	}

	private boolean hasState() {
		return this.state.isNormal() || this.state.status() == Status.VIEW_CHANGE;
	}

}
