package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.Map;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;

import org.jspecify.annotations.Nullable;

/**
 * View changes (§4.2). A member that suspects the primary votes to leave the view and
 * changes nothing; a quorum of votes enters the next view, and whoever is in a view can
 * prove to the others that a quorum voted for it. So one member that hears badly does not
 * disturb the others. Logs travel as histories, and entries are pulled (§5.3).
 */
final class ViewChange {

	private static final int MAX_DOUBLINGS = 4;

	private static final long NEVER = Long.MIN_VALUE;

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final StateTransfer stateTransfer;

	private final Reads reads;

	private final Votes votes;

	private final Map<Integer, DoViewChange> doViewChanges = new HashMap<>();

	private @Nullable DoViewChange ownDoViewChange;

	private long silenceLimitNanos;

	private long viewChangeDeadlineNanos;

	private long lastSentNanos;

	private int failedViews;

	private boolean suspectsPrimary;

	/** A view that this replica could not begin as its primary; -1 if there is none. */
	private long viewGivenUp = -1;

	/** When the primary's process was found to be gone. */
	private long goneNanos = NEVER;

	private boolean silentWithoutQuorum;

	/** When a quorum was in contact last. */
	private long quorumInContactNanos;

	ViewChange(ReplicaState state, Contacts contacts, NormalCase normalCase, StateTransfer stateTransfer, Reads reads) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.stateTransfer = stateTransfer;
		this.reads = reads;
		this.votes = new Votes(state);
	}

	/**
	 * The replica has become normal in a view.
	 */
	void enteredNormally() {
		this.votes.clear();
		this.failedViews = 0;
		this.suspectsPrimary = false;
		this.goneNanos = NEVER;
		this.doViewChanges.clear();
		this.ownDoViewChange = null;
		this.silenceLimitNanos = this.state.withJitter(this.state.options.viewChangeTimeoutNanos());
		this.quorumInContactNanos = this.state.nowNanos;
		if (this.state.isPrimary()) {
			this.state.broadcast(startView());
		}
	}

	/**
	 * The replica has restarted in a view whose log it does not have.
	 */
	void resume() {
		beginWaiting();
		takePart();
	}

	/**
	 * The replica has restarted and was the primary of its view. It may have sent entries
	 * that its disk does not hold, and must not give their viewstamps to others. So it
	 * never serves that view again, and as nobody else can, its word ends it.
	 */
	void leaveOwnView() {
		enterView(this.state.view() + 1);
	}

	/**
	 * A later life of a member was heard of.
	 */
	void onNewIncarnation(int memberId) {
		if (this.state.isBackup() && memberId == this.state.primary()) {
			this.suspectsPrimary = true;
		}
		else if (this.state.status() == Status.VIEW_CHANGE) {
			considerDoViewChanges();
		}
	}

	/**
	 * A member's process is gone, as far as its machine knows.
	 */
	void onGone(int memberId) {
		if (this.state.isBackup() && memberId == this.state.primary()) {
			this.goneNanos = this.state.nowNanos;
		}
	}

	/**
	 * Forget suspicions that come from not having run for a while.
	 */
	void restartSilence() {
		this.votes.clear();
		this.normalCase.restartSilence();
		this.quorumInContactNanos = this.state.nowNanos;
		extendDeadline();
	}

	void on(StartViewChange message) {
		long view = message.header().view();
		int from = message.header().from();
		// Whoever votes to leave a view is in it, so a quorum has voted for it
		if (view > this.state.view()) {
			enterView(view);
		}
		if (message.entered() && view == this.state.view() && this.state.isPrimary()) {
			this.state.send(from, startView());
		}
		else if (!message.entered() && view == this.state.view()) {
			this.votes.add(from);
			// There is nothing to wait for in a view that its own primary gives up
			if (from == this.state.primary() && this.state.status() == Status.VIEW_CHANGE
					&& !this.stateTransfer.isActive()) {
				voteToLeave();
			}
			considerVotes();
		}
		else if (view < this.state.view() && this.state.status() == Status.VIEW_CHANGE) {
			this.state.send(from, new StartViewChange(this.state.header(), true));
		}
	}

	void on(DoViewChange message) {
		long view = message.header().view();
		if (view > this.state.view()) {
			enterView(view);
		}
		if (view != this.state.view() || this.state.primary() != this.state.self) {
			return;
		}
		if (this.state.isPrimary()) {
			this.state.send(message.header().from(), startView());
		}
		else {
			if (this.doViewChanges.put(message.header().from(), message) == null) {
				extendDeadline();
			}
			considerDoViewChanges();
		}
	}

	void on(StartView message) {
		long view = message.header().view();
		if (message.header().from() != this.state.configuration.primary(view)) {
			return;
		}
		if (view == this.state.view() && this.state.isBackup()) {
			if (message.history().opNumber() > this.state.log.opNumber()) {
				this.stateTransfer.fillGap();
			}
			return;
		}
		if (view > this.state.view()) {
			leaveFor(view);
		}
		if (view == this.state.view() && this.state.status() == Status.VIEW_CHANGE) {
			extendDeadline();
			// What the primary has appended since then is fetched afterwards
			if (!this.stateTransfer.isActive()) {
				this.stateTransfer.begin(new StateTransfer.Target(view, message.history(), message.commitNumber(),
						message.header().from(), () -> this.state.view() == view, null));
			}
		}
	}

	void on(GetView message) {
		if (this.state.isPrimary() && message.wantedView() <= this.state.view()) {
			this.state.send(message.header().from(), startView());
		}
	}

	void tick() {
		if (this.state.isBackup()) {
			boolean silence = this.state.nowNanos - this.normalCase.lastHeardPrimaryNanos() > this.silenceLimitNanos;
			boolean gone = this.goneNanos != NEVER && this.goneNanos >= this.normalCase.lastHeardPrimaryNanos();
			if (silence || gone || this.suspectsPrimary) {
				voteToLeave();
			}
		}
		else if (this.state.isPrimary()) {
			tickPrimary();
		}
		else if (this.state.status() == Status.VIEW_CHANGE) {
			tickViewChange();
		}
	}

	/**
	 * A primary that gets nothing committed or confirmed, or does not hear a quorum, says
	 * no more and votes against itself: it may be heard and not hear, and then nobody can
	 * ask it for anything. So does one whose disk hangs while those of the others go on:
	 * it could not come back from a restart. If it had lost contact with the quorum and
	 * has found it again before others acted, it goes on.
	 */
	private void tickPrimary() {
		long timeoutNanos = this.state.options.viewChangeTimeoutNanos();
		boolean quorumInContact = this.contacts.reachable() >= this.state.quorums.needed();
		if (quorumInContact) {
			this.quorumInContactNanos = this.state.nowNanos;
		}
		// Whoever is in contact was heard within the timeout
		boolean deaf = this.state.nowNanos - this.quorumInContactNanos > timeoutNanos;
		if (this.normalCase.isSilent() && this.silentWithoutQuorum && quorumInContact) {
			this.votes.clear();
			this.normalCase.speakAgain();
		}
		else if (this.normalCase.isSilent()) {
			voteToLeave();
		}
		else if (deaf || stalledNanos() > 2 * timeoutNanos) {
			this.silentWithoutQuorum = !quorumInContact;
			this.normalCase.fallSilent();
			voteToLeave();
		}
	}

	/**
	 * How long something has waited without progress. A member that is alone waits for
	 * ever: nobody could take over.
	 */
	private long stalledNanos() {
		if (this.state.quorums.size() == 1) {
			return 0;
		}
		long answersNanos = Math.max(this.normalCase.stalledNanos(), this.reads.stalledNanos());
		return Math.max(answersNanos, this.state.durability.stalledNanos());
	}

	private void tickViewChange() {
		if (this.stateTransfer.isActive()
				&& (this.state.primary() == this.state.self || this.contacts.isInContact(this.state.primary()))) {
			this.viewChangeDeadlineNanos = Math.max(this.viewChangeDeadlineNanos,
					this.stateTransfer.lastProgressNanos() + this.state.options.viewChangeTimeoutNanos());
		}
		if (this.state.nowNanos - this.lastSentNanos >= this.state.options.heartbeatIntervalNanos()) {
			announce();
		}
		if (this.state.nowNanos > this.viewChangeDeadlineNanos) {
			voteToLeave();
		}
	}

	/**
	 * This replica cannot become primary of the view it is in without a checkpoint: it
	 * would keep the group waiting for longer than the next one, which may have it.
	 */
	private void giveUp() {
		this.viewGivenUp = this.state.view();
		this.viewChangeDeadlineNanos = this.state.nowNanos;
		voteToLeave();
	}

	private void voteToLeave() {
		if (this.votes.isOwnDue()) {
			this.votes.add(this.state.self);
			this.state.broadcast(new StartViewChange(this.state.header(), false));
			considerVotes();
		}
	}

	private void considerVotes() {
		if (this.votes.suffice()) {
			enterView(this.state.view() + 1);
		}
	}

	private void enterView(long view) {
		leaveFor(view);
		takePart();
	}

	private void takePart() {
		announce();
		if (this.state.primary() == this.state.self) {
			this.doViewChanges.put(this.state.self, ownDoViewChange());
			considerDoViewChanges();
		}
	}

	private void leaveFor(long view) {
		this.stateTransfer.cancel();
		this.state.enterView(view);
		beginWaiting();
		this.reads.leftView();
	}

	private void beginWaiting() {
		this.votes.clear();
		this.suspectsPrimary = false;
		this.goneNanos = NEVER;
		this.doViewChanges.clear();
		this.ownDoViewChange = null;
		long timeoutNanos = this.state.options.viewChangeTimeoutNanos() << Math.min(this.failedViews, MAX_DOUBLINGS);
		this.viewChangeDeadlineNanos = this.state.nowNanos + this.state.withJitter(timeoutNanos);
		this.failedViews++;
	}

	private void announce() {
		this.lastSentNanos = this.state.nowNanos;
		this.state.broadcast(new StartViewChange(this.state.header(), true));
		if (this.state.primary() != this.state.self) {
			this.state.send(this.state.primary(), ownDoViewChange());
		}
	}

	/** Made once for each view, so that all that are sent for a view are the same. */
	private DoViewChange ownDoViewChange() {
		DoViewChange own = this.ownDoViewChange;
		if (own == null) {
			own = new DoViewChange(this.state.header(), this.state.crashVector(), this.state.lastNormalView(),
					this.state.log.history(), this.state.commitNumber());
			this.ownDoViewChange = own;
		}
		return own;
	}

	/**
	 * Choose the log of the new view once a quorum has sent what it knows (§4.2 step 4):
	 * the one of the latest normal view, and the longest of those.
	 */
	private void considerDoViewChanges() {
		if (this.state.status() != Status.VIEW_CHANGE || this.state.primary() != this.state.self
				|| this.viewGivenUp == this.state.view()) {
			return;
		}
		if (!hasQuorumOfLiving()) {
			this.stateTransfer.cancel();
			return;
		}
		if (this.stateTransfer.isActive()) {
			return;
		}
		DoViewChange best = null;
		long commitNumber = this.state.commitNumber();
		for (DoViewChange candidate : this.doViewChanges.values()) {
			best = (best == null || isBetter(candidate, best)) ? candidate : best;
			commitNumber = Math.max(commitNumber, candidate.commitNumber());
		}
		if (best != null) {
			this.stateTransfer.begin(new StateTransfer.Target(this.state.view(), best.history(), commitNumber,
					best.header().from(), this::hasQuorumOfLiving, this::giveUp));
		}
	}

	private boolean isBetter(DoViewChange candidate, DoViewChange best) {
		if (candidate.lastNormalView() != best.lastNormalView()) {
			return candidate.lastNormalView() > best.lastNormalView();
		}
		if (candidate.history().opNumber() != best.history().opNumber()) {
			return candidate.history().opNumber() > best.history().opNumber();
		}
		return candidate.header().from() == this.state.self;
	}

	/**
	 * Crash vectors are merged as messages arrive, so what is left after this is
	 * consistent.
	 */
	private boolean hasQuorumOfLiving() {
		this.doViewChanges.values()
			.removeIf((
					message) -> message.header().incarnation() < this.state.crashVector().get(message.header().from()));
		return this.doViewChanges.size() >= this.state.quorums.needed();
	}

	private StartView startView() {
		return new StartView(this.state.header(), this.state.crashVector(), this.state.log.history(),
				this.state.commitNumber());
	}

	private void extendDeadline() {
		this.viewChangeDeadlineNanos = Math.max(this.viewChangeDeadlineNanos,
				this.state.nowNanos + this.state.options.viewChangeTimeoutNanos());
	}

}
