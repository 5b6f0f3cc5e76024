package dev.viewstamped.replica;

/**
 * When a primary gives its view up. One that gets nothing committed or confirmed, or does
 * not hear a quorum, says no more and votes against itself: it may be heard and not hear,
 * and then nobody can ask it for anything. So does one whose disk hangs while those of
 * the others go on: it could not come back from a restart. If it had lost contact with
 * the quorum and has found it again before others acted, it goes on. Not in the paper,
 * where only backups end a view.
 */
final class Abdication {

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final Reads reads;

	private final Votes votes;

	private boolean silentWithoutQuorum;

	/** When a quorum was in contact last. */
	private long quorumInContactNanos;

	Abdication(ReplicaState state, Contacts contacts, NormalCase normalCase, Reads reads, Votes votes) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.reads = reads;
		this.votes = votes;
	}

	/**
	 * Count the time from now on as if a quorum had just been in contact.
	 */
	void restart() {
		this.quorumInContactNanos = this.state.nowNanos;
	}

	/**
	 * Look at how the primary fares, and let it fall silent or speak again.
	 * @return whether it votes to leave its view
	 */
	boolean isDue() {
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
			return false;
		}
		if (!this.normalCase.isSilent() && (deaf || stalledNanos() > 2 * timeoutNanos)) {
			this.silentWithoutQuorum = !quorumInContact;
			this.reads.dropLease();
			this.normalCase.fallSilent();
		}
		return this.normalCase.isSilent();
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

}
