package dev.viewstamped.replica;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
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

	final Log log = new Log();

	/** The monotonic clock at the input that is being handled. */
	long nowNanos;

	/** How the epoch in force began, as known then. */
	private Membership epochBegin;

	/** What the executed entries have led to. */
	private Membership executedMembership;

	/** A later epoch that the log is being fetched for. */
	private @Nullable Membership moving;

	/** The latest epoch that was said to be checked, to a replica that is out. */
	private long heardChecked;

	private List<Member> others = List.of();

	private List<Member> sources = List.of();

	private @Nullable Membership othersOf;

	private UUID groupId = Header.NO_GROUP;

	private long view;

	private long lastNormalView;

	private Status status = Status.RECOVERING;

	private long commitNumber;

	private long incarnation;

	private CrashVector crashVector;

	private long viewChanges;

	private boolean placeLost;

	private @Nullable Condition stopCondition;

	private @Nullable Header header;

	ReplicaState(ReplicaOptions options, Network network, Time time, RandomGenerator random, Storage storage) {
		this.options = options;
		this.network = network;
		this.time = time;
		this.random = random;
		this.configuration = options.configuration();
		GroupLocation located = options.located();
		this.epochBegin = (located != null) ? located.membership() : Membership.first(this.configuration);
		this.executedMembership = this.epochBegin;
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
	 * Who takes part, as far as this replica knows: what was executed or, while that is
	 * behind, how the epoch in force began.
	 */
	Membership membership() {
		boolean behind = this.executedMembership.epoch() < this.epochBegin.epoch()
				|| this.executedMembership.nextMemberId() < this.epochBegin.nextMemberId();
		return behind ? this.epochBegin : this.executedMembership;
	}

	/**
	 * Who takes part after the entry that was executed last: what checkpoints have.
	 */
	Membership executedMembership() {
		return this.executedMembership;
	}

	/**
	 * An entry that changes the membership was executed, or a checkpoint was taken over.
	 */
	void executed(Membership membership) {
		this.executedMembership = withAddresses(membership);
	}

	/** A checkpoint of the first epoch has no addresses. */
	private Membership withAddresses(Membership membership) {
		boolean own = membership.epoch() == 0 && this.configuration.epoch() == 0;
		return (!own) ? membership : new Membership(this.configuration, membership.incarnations(), null,
				membership.epochStart(), membership.standbys(), membership.nextMemberId(), membership.checkedEpoch());
	}

	/**
	 * A later epoch was heard of that the log is to be fetched for.
	 * @param membership who takes part in it; {@code null} if none is any more
	 */
	void moveTo(@Nullable Membership membership) {
		this.moving = membership;
		this.othersOf = null;
	}

	/**
	 * Whether the replicas to exchange messages with may be others than at the last call
	 * of {@link #others()}.
	 */
	boolean haveOthersChanged() {
		return this.othersOf != membership();
	}

	/**
	 * The replicas to exchange messages with, by ascending id: members, those of the
	 * epoch before, and standbys, also of an epoch that the log is being fetched for.
	 */
	List<Member> others() {
		if (haveOthersChanged()) {
			Membership current = membership();
			this.othersOf = current;
			Map<Integer, Member> byId = new TreeMap<>();
			addMembers(current, byId);
			addMembers(this.moving, byId);
			byId.remove(this.self);
			this.sources = (this.moving != null) ? List.copyOf(byId.values()) : List.of();
			addStandbys(current, byId);
			addStandbys(this.moving, byId);
			byId.remove(this.self);
			this.others = List.copyOf(byId.values());
		}
		return this.others;
	}

	/**
	 * Who may have what is fetched.
	 */
	List<Member> sources() {
		others();
		return (this.moving != null) ? this.sources : this.configuration.members();
	}

	/** Of the same id, the address of the latest configuration counts. */
	private static void addMembers(@Nullable Membership membership, Map<Integer, Member> byId) {
		if (membership != null) {
			Configuration old = membership.oldConfiguration();
			if (old != null) {
				old.members().forEach((member) -> byId.putIfAbsent(member.memberId(), member));
			}
			membership.configuration().members().forEach((member) -> byId.put(member.memberId(), member));
		}
	}

	private static void addStandbys(@Nullable Membership membership, Map<Integer, Member> byId) {
		if (membership != null) {
			for (Standby standby : membership.standbys()) {
				byId.putIfAbsent(standby.memberId(), new Member(standby.memberId(), standby.address()));
			}
		}
	}

	/**
	 * One more than the greatest id that is known.
	 */
	int knownIds() {
		int ids = Math.max(membership().nextMemberId(), this.configuration.maxMemberId() + 1);
		for (Member member : others()) {
			ids = Math.max(ids, member.memberId() + 1);
		}
		return Math.max(ids, this.self + 1);
	}

	/**
	 * The primary of a view of the epoch that is fetched or, if none is, of the one in
	 * force.
	 */
	int primaryToAsk(long ofView) {
		Membership later = this.moving;
		return ((later != null) ? later.configuration() : this.configuration).primary(ofView);
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
		return this.moving == null && (this.status == Status.TRANSITIONING || this.status == Status.RETIRED);
	}

	/**
	 * A member has said that CHECKEPOCH was executed in the epoch in force.
	 */
	void heardChecked() {
		this.heardChecked = epoch();
	}

	/**
	 * Whether CHECKEPOCH (§7.3) was executed in the epoch in force, as far as this
	 * replica knows.
	 */
	boolean isChecked() {
		return Math.max(this.heardChecked, membership().checkedEpoch()) >= epoch();
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
	 * Whether a replica was a member in the configuration before the one in force and is
	 * none any more.
	 */
	boolean isReplaced(int memberId) {
		Configuration old = membership().oldConfiguration();
		return old != null && old.contains(memberId) && !isMember(memberId);
	}

	/**
	 * Whether the log ends with the reconfiguration that ends the epoch in force: nothing
	 * may follow it in this epoch.
	 */
	boolean endsEpoch() {
		if (this.log.opNumber() < this.log.firstOpNumber()) {
			return false;
		}
		Entry last = this.log.get(this.log.opNumber());
		return last.operation() == Operation.RECONFIGURE && last.epoch() == epoch();
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
		this.epochBegin = membership;
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
	 * The disk has told how the epoch in force began.
	 */
	void resumed(Membership begin) {
		this.epochBegin = begin;
		this.othersOf = null;
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
	 * This standby has no place in the group any more: a later process has it, or nobody
	 * counts on it.
	 */
	void losePlace() {
		this.placeLost = true;
	}

	boolean hasLostPlace() {
		return this.placeLost;
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

	/**
	 * Learn that entries are committed. Never goes back and never passes the log.
	 */
	void commit(long knownCommitNumber) {
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
		for (Standby standby : membership().standbys()) {
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
