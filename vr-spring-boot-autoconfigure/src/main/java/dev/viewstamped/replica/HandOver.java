package dev.viewstamped.replica;

import dev.viewstamped.message.Member;

import org.jspecify.annotations.Nullable;

/**
 * A primary gives its role away, so that nobody has to wait for a time-out when it stops.
 * It takes no further request, waits until a backup has its whole log, and enters the
 * first later view whose primary that backup is. Any member may enter any view at any
 * time: votes only keep one member from disturbing the others, and this one ends nothing
 * but its own work. Not in the paper.
 */
final class HandOver {

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final ViewChange viewChange;

	private boolean underWay;

	/** The view that is given up. */
	private long view;

	private long deadlineNanos;

	/** Who has got the role; -1 if nobody has. */
	private int successor = -1;

	HandOver(ReplicaState state, Contacts contacts, NormalCase normalCase, ViewChange viewChange) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.viewChange = viewChange;
	}

	/**
	 * Whether this primary takes no request since it is about to give its role away.
	 */
	boolean isUnderWay() {
		return this.underWay;
	}

	/**
	 * The member that got the role, when it is not being given away any more; -1 if none
	 * did.
	 */
	int successor() {
		return this.successor;
	}

	/**
	 * Begin to give the role away, if it is not being given away already.
	 * @return why it cannot be done; {@code null} if it is begun
	 */
	@Nullable String begin() {
		if (!this.state.isPrimary()) {
			return "Member " + this.state.self + " is not the primary.";
		}
		if (this.state.participants.endsEpoch()) {
			return "The group changes its members, and the primary with them: wait until the change is complete.";
		}
		if (mostUpToDate() < 0) {
			return "No backup is in contact with the primary, member " + this.state.self
					+ ": nobody can take its role. See that another member runs and is reached.";
		}
		if (!this.underWay) {
			this.underWay = true;
			this.successor = -1;
			this.view = this.state.view();
			this.deadlineNanos = this.state.nowNanos + this.state.options.viewChangeTimeoutNanos();
		}
		return null;
	}

	/**
	 * Go on: nothing is waited for but the acknowledgement of a backup.
	 */
	void proceed() {
		if (!this.underWay) {
			return;
		}
		int backup = mostUpToDate();
		boolean primary = this.state.isPrimary() && this.state.view() == this.view
				&& !this.state.participants.endsEpoch();
		if (!primary || this.state.nowNanos > this.deadlineNanos) {
			this.underWay = false;
		}
		else if (backup >= 0 && this.normalCase.lag(backup) == 0) {
			this.underWay = false;
			this.successor = backup;
			this.viewChange.handOverTo(backup);
		}
	}

	/**
	 * The backup that stays and has acknowledged most; -1 if there is none in contact.
	 */
	private int mostUpToDate() {
		int best = -1;
		for (Member member : this.state.configuration.members()) {
			int candidate = member.memberId();
			if (candidate != this.state.self && this.contacts.isInContact(candidate)
					&& !this.contacts.isStopping(candidate)
					&& (best < 0 || this.normalCase.lag(candidate) < this.normalCase.lag(best))) {
				best = candidate;
			}
		}
		return best;
	}

}
