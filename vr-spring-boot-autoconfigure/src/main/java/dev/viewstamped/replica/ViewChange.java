package dev.viewstamped.replica;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;

import org.jspecify.annotations.Nullable;

/**
 * View changes (§4.2). A member that suspects the primary votes to leave the view and
 * changes nothing; a quorum of votes enters the next view, and whoever is in a view can
 * prove to the others that a quorum voted for it. So one member that hears badly does not
 * disturb the others. Logs travel as histories, and entries are pulled (§5.3). A standby
 * (§7.5) has no vote and no part in any of this: it asks for the log of the view that the
 * members are normal in.
 */
final class ViewChange {

	private static final int MAX_DOUBLINGS = 4;

	private static final long NEVER = Long.MIN_VALUE;

	private final ReplicaState state;

	private final Contacts contacts;

	private final Abdication abdication;

	private final NormalCase normalCase;

	private final StateTransfer stateTransfer;

	private final Reads reads;

	private final Grant grant;

	private final Votes votes;

	private final DoViewChanges doViewChanges;

	private @Nullable DoViewChange ownDoViewChange;

	private long silenceLimitNanos;

	private long viewChangeDeadlineNanos;

	private long lastSentNanos;

	private int failedViews;

	private boolean suspectsPrimary;

	/** A view that this replica could not begin as its primary; -1 if there is none. */
	private long viewGivenUp = -1;

	/** Whether this replica has yet to promise something to its view. */
	private boolean owesPromise;

	/** When the primary's process was found to be gone. */
	private long goneNanos = NEVER;

	ViewChange(ReplicaState state, Contacts contacts, NormalCase normalCase, StateTransfer stateTransfer, Reads reads,
			Grant grant) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.stateTransfer = stateTransfer;
		this.reads = reads;
		this.grant = grant;
		this.votes = new Votes(state);
		this.abdication = new Abdication(state, contacts, normalCase, reads, this.votes);
		this.doViewChanges = new DoViewChanges(state);
	}

	/**
	 * There are members with greater ids than before.
	 * @param length one more than the greatest id
	 */
	void growTo(int length) {
		this.votes.growTo(length);
	}

	/**
	 * The replica has become normal in a view.
	 */
	void enteredNormally() {
		this.grant.becameNormal();
		this.votes.clear();
		this.failedViews = 0;
		this.viewGivenUp = -1;
		this.suspectsPrimary = false;
		this.goneNanos = NEVER;
		this.doViewChanges.clear();
		this.ownDoViewChange = null;
		this.silenceLimitNanos = this.state.withJitter(this.state.options.viewChangeTimeoutNanos());
		this.abdication.restart();
		if (this.state.isPrimary()) {
			this.state.broadcastToFollowers(startView());
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
		if (this.state.isStandby()) {
			return;
		}
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
		this.abdication.restart();
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
				this.stateTransfer.begin(new LogTarget(view, message.history(), message.commitNumber(),
						message.header().from(), () -> this.state.view() == view, null));
			}
		}
	}

	void on(GetView message) {
		if (this.state.isPrimary() && message.wantedView() <= this.state.view()) {
			this.state.send(message.header().from(), startView());
		}
	}

	/**
	 * Leave this primary's view for the first later one of a backup, and take everybody
	 * there.
	 */
	void handOverTo(int backup) {
		long next = this.state.view() + 1;
		while (this.state.configuration.primary(next) != backup) {
			next++;
		}
		enterView(next);
	}

	void tick() {
		if (this.state.isStandby()) {
			tickStandby();
		}
		else if (this.state.isBackup()) {
			boolean silence = this.state.nowNanos - this.normalCase.lastHeardPrimaryNanos() > this.silenceLimitNanos;
			boolean gone = this.goneNanos != NEVER && this.goneNanos >= this.normalCase.lastHeardPrimaryNanos();
			if (silence || gone || this.suspectsPrimary) {
				voteToLeave();
			}
		}
		else if (this.state.isPrimary()) {
			if (this.abdication.isDue()) {
				voteToLeave();
			}
		}
		else if (this.state.status() == Status.VIEW_CHANGE) {
			tickViewChange();
		}
	}

	/** Of later views a standby hears from the members' pings. */
	private void tickStandby() {
		if (this.state.status() == Status.VIEW_CHANGE && !this.stateTransfer.isActive()
				&& this.state.nowNanos - this.lastSentNanos >= this.state.options.heartbeatIntervalNanos()) {
			this.lastSentNanos = this.state.nowNanos;
			this.state.send(this.state.primary(), new GetView(this.state.header(), this.state.view()));
		}
	}

	private void tickViewChange() {
		if (this.owesPromise && !this.grant.binds()) {
			takePart();
		}
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
		if (this.state.isStandby()) {
			return;
		}
		this.owesPromise = this.grant.binds();
		announce();
		if (this.state.primary() == this.state.self && !this.owesPromise) {
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
		this.owesPromise = false;
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
		if (this.state.primary() != this.state.self && !this.grant.binds()) {
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
	 * Take the log of the new view once a quorum has sent what it knows.
	 */
	private void considerDoViewChanges() {
		if (this.state.status() != Status.VIEW_CHANGE || this.state.primary() != this.state.self
				|| this.viewGivenUp == this.state.view()) {
			return;
		}
		if (!this.doViewChanges.hasQuorumOfLiving()) {
			this.stateTransfer.cancel();
			return;
		}
		if (this.stateTransfer.isActive()) {
			return;
		}
		DoViewChange best = this.doViewChanges.best();
		if (best != null) {
			this.stateTransfer.begin(new LogTarget(this.state.view(), best.history(), this.doViewChanges.commitNumber(),
					best.header().from(), this.doViewChanges::hasQuorumOfLiving, this::giveUp));
		}
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
