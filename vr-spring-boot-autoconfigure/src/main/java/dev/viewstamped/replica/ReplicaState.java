package dev.viewstamped.replica;

import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * The variables that make up a replica's state in the paper (§4, figure 2), shared by the
 * sub-protocols, and the ports. The methods hold what must never go back.
 */
final class ReplicaState {

	final ReplicaOptions options;

	final Time time;

	final RandomGenerator random;

	final Network network;

	final Durability durability;

	private final Storage storage;

	/** The configuration in force. Changed by {@link #enterEpoch} only. */
	Configuration configuration;

	/** Of the configuration in force. */
	Quorums quorums;

	final int self;

	final Participants participants;

	final Log log = new Log();

	/** The monotonic clock at the input that is being handled. */
	long nowNanos;

	private UUID groupId = Header.NO_GROUP;

	private long view;

	private long lastNormalView;

	private Status status = Status.RECOVERING;

	private long commitNumber;

	private long heardCommitNumber;

	private long incarnation;

	private CrashVector crashVector;

	private long viewChanges;

	private @Nullable Condition stopCondition;

	private @Nullable Header header;

	ReplicaState(ReplicaOptions options, Network network, Time time, RandomGenerator random, Storage storage) {
		this.options = options;
		this.network = network;
		this.time = time;
		this.random = random;
		this.configuration = options.configuration();
		GroupLocation located = options.located();
		this.participants = new Participants(this,
				(located != null) ? located.membership() : Membership.first(this.configuration));
		this.quorums = new Quorums(this.configuration.size());
		this.self = options.memberId();
		this.crashVector = CrashVector.of(new long[this.configuration.maxMemberId() + 1]);
		this.nowNanos = time.monotonicNanos();
		this.durability = new Durability(this, network, storage);
		this.storage = storage;
	}

	UUID groupId() {
		return this.groupId;
	}

	boolean hasGroup() {
		return !this.groupId.equals(Header.NO_GROUP);
	}

	long epoch() {
		return this.configuration.epoch();
	}

	/**
	 * Take no further part in the epoch in force, as a later one is known. What was
	 * promised in it stays.
	 */
	void transition() {
		if (this.status != Status.STOPPED) {
			this.status = Status.TRANSITIONING;
		}
	}

	/**
	 * The new group has what this replica has, which is no member any more.
	 */
	void retire() {
		if (this.status == Status.TRANSITIONING) {
			this.status = Status.RETIRED;
		}
	}

	/**
	 * Whether this replica is in an epoch in which it takes no part: it was replaced, or
	 * is not the life that the epoch began with.
	 */
	boolean isOut() {
		return !this.participants.isMoving() && (this.status == Status.TRANSITIONING || this.status == Status.RETIRED);
	}

	/**
	 * Follow the views of an epoch in which this replica takes no part, to know the
	 * primary.
	 */
	void followView(long newView) {
		if (isOut() && newView > this.view) {
			this.view = newView;
			this.header = null;
		}
	}

	/**
	 * Whether this replica is a member in the configuration in force.
	 */
	boolean isMember() {
		return isMember(this.self);
	}

	/**
	 * Whether another replica is a member in the configuration in force.
	 */
	boolean isMember(int memberId) {
		return this.configuration.contains(memberId);
	}

	/**
	 * Go to a later epoch (§7.1.1): its configuration, and its view 0 as the last normal
	 * view, all in one step. The log must have all up to the epoch's begin, unless the
	 * new status says that this replica takes no part.
	 */
	void enterEpoch(Membership membership, Status newStatus) {
		if (membership.epoch() <= epoch()) {
			throw new IllegalStateException("Epoch " + membership.epoch() + " is not after epoch " + epoch());
		}
		this.configuration = membership.configuration();
		this.quorums = new Quorums(this.configuration.size());
		this.participants.begin(membership);
		this.view = 0;
		this.lastNormalView = 0;
		this.status = newStatus;
		for (int i = 0; i < this.configuration.size(); i++) {
			merge(this.configuration.members().get(i).memberId(), membership.incarnations().get(i));
		}
		this.header = null;
	}

	long view() {
		return this.view;
	}

	long lastNormalView() {
		return this.lastNormalView;
	}

	Status status() {
		return this.status;
	}

	boolean isNormal() {
		return this.status == Status.NORMAL;
	}

	boolean isPrimary() {
		return this.status == Status.NORMAL && primary() == this.self;
	}

	boolean isBackup() {
		return this.status == Status.NORMAL && primary() != this.self;
	}

	/**
	 * Whether this replica follows the group without a vote (§7.5).
	 */
	boolean isStandby() {
		return !isMember() && (this.status == Status.NORMAL || this.status == Status.VIEW_CHANGE);
	}

	/**
	 * The member that is primary in this replica's view.
	 */
	int primary() {
		return this.configuration.primary(this.view);
	}

	long commitNumber() {
		return this.commitNumber;
	}

	long incarnation() {
		return this.incarnation;
	}

	CrashVector crashVector() {
		return this.crashVector;
	}

	long viewChanges() {
		return this.viewChanges;
	}

	@Nullable Condition stopCondition() {
		return this.stopCondition;
	}

	/**
	 * Become a member of a group with an incarnation of its own.
	 */
	void join(UUID group, long ownIncarnation, CrashVector known) {
		this.groupId = group;
		this.incarnation = ownIncarnation;
		this.crashVector = known.with(this.self, ownIncarnation);
		this.header = null;
	}

	/**
	 * Be the replica again that an earlier process of the same life was, which has left
	 * its promises. Its log follows.
	 */
	void resume(Promises promises) {
		if (promises.configuration().epoch() != epoch()) {
			this.configuration = promises.configuration();
			this.quorums = new Quorums(this.configuration.size());
		}
		join(promises.groupId(), promises.incarnation(), promises.crashVector());
		this.view = promises.view();
		this.lastNormalView = promises.lastNormalView();
		this.status = Status.VIEW_CHANGE;
	}

	/**
	 * Follow a group as a standby, from an empty log on. The view to enter is told by the
	 * group.
	 */
	void follow(UUID group, long ownIncarnation, CrashVector known) {
		join(group, ownIncarnation, known);
		this.status = Status.VIEW_CHANGE;
	}

	/**
	 * Give up what was learned of a group that this replica has not entered yet.
	 */
	void leaveUnentered() {
		if (this.status != Status.RECOVERING) {
			throw new IllegalStateException("A replica that is " + this.status.label() + " cannot leave its group");
		}
		join(Header.NO_GROUP, 0, CrashVector.of(new long[this.crashVector.length()]));
	}

	void merge(CrashVector known) {
		this.crashVector = this.crashVector.merge(known);
	}

	void merge(int memberId, long knownIncarnation) {
		this.crashVector = this.crashVector.with(memberId, knownIncarnation);
	}

	/**
	 * Leave the view for a later one, without its log.
	 */
	void enterView(long newView) {
		if (newView <= this.view) {
			throw new IllegalStateException("View " + newView + " is not after view " + this.view);
		}
		this.view = newView;
		this.status = Status.VIEW_CHANGE;
		this.viewChanges++;
		this.header = null;
	}

	/**
	 * Become normal in a view whose log is now this replica's log.
	 */
	void becomeNormal(long newView) {
		if (newView < this.view) {
			throw new IllegalStateException("View " + newView + " is before view " + this.view);
		}
		this.view = newView;
		this.lastNormalView = newView;
		this.status = Status.NORMAL;
		this.header = null;
	}

	/** The highest that was heard of, which may be beyond the log. */
	long heardCommitNumber() {
		return this.heardCommitNumber;
	}

	/**
	 * Learn that entries are committed. Never goes back and never passes the log.
	 */
	void commit(long knownCommitNumber) {
		this.heardCommitNumber = Math.max(this.heardCommitNumber, knownCommitNumber);
		this.commitNumber = Math.max(this.commitNumber, Math.min(knownCommitNumber, this.log.opNumber()));
	}

	void stop(Condition condition) {
		if (this.status != Status.STOPPED) {
			this.status = Status.STOPPED;
			this.stopCondition = condition;
		}
	}

	Header header() {
		Header current = this.header;
		if (current == null) {
			current = new Header(this.groupId, epoch(), this.view, this.self, this.incarnation);
			this.header = current;
		}
		return current;
	}

	/**
	 * The header that names the view whose log this replica has. During a view change it
	 * is not yet that of the view.
	 */
	Header headerOfLog() {
		return new Header(this.groupId, epoch(), this.lastNormalView, this.self, this.incarnation);
	}

	void send(int memberId, PeerMessage message) {
		if (this.status != Status.STOPPED) {
			this.durability.send(memberId, message);
		}
	}

	void broadcast(PeerMessage message) {
		for (Member member : this.configuration.members()) {
			if (member.memberId() != this.self) {
				send(member.memberId(), message);
			}
		}
	}

	/**
	 * Send to all who follow the log: the other members, and the standbys.
	 */
	void broadcastToFollowers(PeerMessage message) {
		broadcast(message);
		for (Standby standby : this.participants.membership().standbys()) {
			if (standby.memberId() != this.self && !isMember(standby.memberId())) {
				send(standby.memberId(), message);
			}
		}
	}

	UUID randomId() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	/**
	 * A duration lengthened by up to a quarter, so that members do not act in step.
	 */
	long withJitter(long nanos) {
		return nanos + this.random.nextLong(Math.max(1, nanos / 4));
	}

	/**
	 * Whether this member takes part in forming a new group: not if the operator says so,
	 * and not if it has had a state that it has lost.
	 */
	boolean mayForm() {
		return this.options.mayForm() && whyStateLost() == null;
	}

	/**
	 * What was found in place of the state that this member has had, if it has lost it.
	 */
	@Nullable String whyStateLost() {
		return this.storage.whyStateLost();
	}

}
