package dev.viewstamped.replica;

import java.util.Arrays;
import java.util.List;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;

/**
 * Normal operation (§4.1): the primary sends what it appended, several entries in a
 * message (§6.2), and commits what a quorum has; backups append and acknowledge. Lost
 * messages are made good by the backups, which learn from the next Prepare or Commit that
 * they lack something.
 */
final class NormalCase {

	private final ReplicaState state;

	private final StateTransfer stateTransfer;

	/** What each member has acknowledged in this view, by member id. */
	private long[] acknowledged;

	/** Op-number up to which Prepares were sent in this view. */
	private long preparedNumber;

	private long inheritedNumber;

	private long sentCommitNumber;

	private long lastSentNanos;

	private long lastProgressNanos;

	private long lastHeardPrimaryNanos;

	/** What this backup knows its primary to have. */
	private long primaryOpNumber;

	private boolean acknowledgementDue;

	private boolean silent;

	NormalCase(ReplicaState state, StateTransfer stateTransfer) {
		this.state = state;
		this.stateTransfer = stateTransfer;
		this.acknowledged = new long[state.configuration.maxMemberId() + 1];
	}

	/**
	 * The replica has become normal in a view.
	 */
	void enteredView() {
		long now = this.state.nowNanos;
		Arrays.fill(this.acknowledged, 0);
		this.preparedNumber = this.state.log.opNumber();
		this.inheritedNumber = this.state.log.opNumber();
		this.sentCommitNumber = 0;
		this.lastSentNanos = now;
		this.lastProgressNanos = now;
		this.lastHeardPrimaryNanos = now;
		this.silent = false;
		this.primaryOpNumber = 0;
		this.acknowledgementDue = this.state.isBackup();
		advanceCommit();
	}

	/**
	 * There are members with greater ids than before.
	 * @param length one more than the greatest id
	 */
	void growTo(int length) {
		this.acknowledged = Arrays.copyOf(this.acknowledged, Math.max(length, this.acknowledged.length));
	}

	long inheritedNumber() {
		return this.inheritedNumber;
	}

	long lastHeardPrimaryNanos() {
		return this.lastHeardPrimaryNanos;
	}

	/**
	 * Count the time from now on as if the primary had just been heard.
	 */
	void restartSilence() {
		this.lastHeardPrimaryNanos = this.state.nowNanos;
		this.lastProgressNanos = this.state.nowNanos;
	}

	/**
	 * When a quorum acknowledged something last, or began to be waited for.
	 */
	long lastProgressNanos() {
		return this.lastProgressNanos;
	}

	/**
	 * How long the primary has waited for a quorum to acknowledge something.
	 */
	long stalledNanos() {
		return (this.state.log.opNumber() > this.state.commitNumber()) ? this.state.nowNanos - this.lastProgressNanos
				: 0;
	}

	/**
	 * Say nothing more as the primary of this view, so that backups come to suspect it.
	 */
	void fallSilent() {
		this.silent = true;
	}

	boolean isSilent() {
		return this.silent;
	}

	/**
	 * Speak again as the primary of this view.
	 */
	void speakAgain() {
		this.silent = false;
		this.lastProgressNanos = this.state.nowNanos;
		sendCommit();
	}

	/**
	 * Ops that this backup lacks, as far as it knows.
	 */
	long ownLag() {
		return Math.max(0, this.primaryOpNumber - this.state.log.opNumber());
	}

	/**
	 * Ops that a member has not acknowledged, as far as the primary knows.
	 */
	long lag(int memberId) {
		return this.state.log.opNumber() - ((memberId < this.acknowledged.length) ? this.acknowledged[memberId] : 0);
	}

	/**
	 * A member has lost what it acknowledged.
	 */
	void forget(int memberId) {
		if (memberId < this.acknowledged.length) {
			this.acknowledged[memberId] = 0;
		}
	}

	boolean hasRoom() {
		return this.state.log.opNumber() - this.state.commitNumber() < this.state.options.maxRequestsInFlight();
	}

	/**
	 * Append an operation on the group itself, as its primary.
	 */
	void propose(Operation operation, byte[] payload) {
		Log log = this.state.log;
		long timestampNanos = Math.max(log.lastTimestampNanos() + 1, this.state.time.wallClockNanos());
		this.state.durability.append(new Entry(this.state.epoch(), this.state.view(), log.opNumber() + 1,
				timestampNanos, operation, MembershipPayload.PRIMARY, 0, 0, 0, payload));
		appended();
	}

	/**
	 * An entry was appended by this primary.
	 */
	void appended() {
		if (this.state.log.opNumber() == this.state.commitNumber() + 1) {
			this.lastProgressNanos = this.state.nowNanos;
		}
		if (this.state.log.opNumber() - this.preparedNumber >= this.state.options.maxBatch()) {
			sendPrepares();
		}
	}

	void on(Prepare prepare) {
		if (!fromPrimaryOfThisView(prepare.header().view(), prepare.header().from())) {
			return;
		}
		this.lastHeardPrimaryNanos = this.state.nowNanos;
		append(prepare.parent(), prepare.entries());
		this.state.commit(prepare.commitNumber());
		this.acknowledgementDue = true;
	}

	void on(Commit commit) {
		if (!fromPrimaryOfThisView(commit.header().view(), commit.header().from())) {
			return;
		}
		this.lastHeardPrimaryNanos = this.state.nowNanos;
		this.primaryOpNumber = Math.max(this.primaryOpNumber, commit.opNumber());
		this.state.commit(commit.commitNumber());
		if (commit.opNumber() > this.state.log.opNumber()) {
			this.stateTransfer.fillGap();
		}
		this.acknowledgementDue = true;
	}

	void on(PrepareOk prepareOk) {
		if (!this.state.isPrimary() || prepareOk.header().view() != this.state.view()) {
			return;
		}
		int from = prepareOk.header().from();
		if (prepareOk.opNumber() > this.acknowledged[from] && prepareOk.opNumber() <= this.state.log.opNumber()) {
			this.acknowledged[from] = prepareOk.opNumber();
			advanceCommit();
		}
	}

	/**
	 * Append what follows this backup's log in its own view, where both logs are the same
	 * as far as they go.
	 * @return whether there was something to append
	 */
	boolean append(Viewstamp parent, List<Entry> entries) {
		Log log = this.state.log;
		if (parent.opNumber() > log.opNumber()) {
			this.stateTransfer.fillGap();
			return false;
		}
		// What is before the base is committed, and so it is in the log of every later
		// view
		boolean known = parent.opNumber() >= log.base().opNumber();
		if (known && !log.viewstamp(parent.opNumber()).equals(parent)) {
			this.state.stop(new Condition(Condition.DIVERGED,
					"The log of this replica has " + log.viewstamp(parent.opNumber()) + " where the primary of view "
							+ this.state.view() + " has " + parent + ". " + this.state.durability.howToStartOver()));
			return false;
		}
		long opNumberBefore = log.opNumber();
		for (Entry entry : entries) {
			boolean possible = entry.epoch() < this.state.epoch() || entry.view() <= this.state.view();
			if (log.isFollowedBy(entry) && possible) {
				this.state.durability.append(entry);
			}
		}
		return log.opNumber() > opNumberBefore;
	}

	void acknowledgementDue() {
		this.acknowledgementDue = true;
	}

	void tick() {
		if (this.state.isPrimary() && !this.silent) {
			boolean due = this.state.nowNanos - this.lastSentNanos >= this.state.options.heartbeatIntervalNanos();
			if (due || this.state.commitNumber() > this.sentCommitNumber) {
				sendCommit();
			}
		}
	}

	void flush() {
		if (this.state.isPrimary()) {
			if (!this.silent) {
				sendPrepares();
			}
		}
		else if (this.acknowledgementDue && this.state.isBackup()) {
			this.acknowledgementDue = false;
			this.state.send(this.state.primary(), new PrepareOk(this.state.header(), this.state.log.opNumber()));
		}
	}

	private boolean fromPrimaryOfThisView(long view, int from) {
		return this.state.isBackup() && view == this.state.view() && from == this.state.primary();
	}

	/**
	 * Commit what a quorum has. What others have acknowledged is durable there, and this
	 * primary counts itself only as far as its own log is.
	 */
	void advanceCommit() {
		if (!this.state.isPrimary()) {
			return;
		}
		List<Member> members = this.state.configuration.members();
		long[] reached = new long[members.size()];
		for (int i = 0; i < reached.length; i++) {
			int memberId = members.get(i).memberId();
			reached[i] = (memberId == this.state.self) ? this.state.durability.durableOpNumber()
					: this.acknowledged[memberId];
		}
		long committed = this.state.quorums.reachedByQuorum(reached);
		if (committed > this.state.commitNumber()) {
			this.state.commit(committed);
			this.lastProgressNanos = this.state.nowNanos;
		}
	}

	private void sendPrepares() {
		Log log = this.state.log;
		while (this.preparedNumber < log.opNumber()) {
			Viewstamp parent = log.viewstamp(this.preparedNumber);
			List<Entry> entries = log.slice(this.preparedNumber + 1, this.state.options.maxBatch(),
					this.state.options.maxBatchBytes());
			this.preparedNumber += entries.size();
			this.state
				.broadcastToFollowers(new Prepare(this.state.header(), parent, this.state.commitNumber(), entries));
			this.sentCommitNumber = this.state.commitNumber();
			this.lastSentNanos = this.state.nowNanos;
		}
	}

	private void sendCommit() {
		this.sentCommitNumber = this.state.commitNumber();
		this.lastSentNanos = this.state.nowNanos;
		this.state.broadcastToFollowers(
				new Commit(this.state.header(), this.state.log.opNumber(), this.state.commitNumber()));
	}

}
