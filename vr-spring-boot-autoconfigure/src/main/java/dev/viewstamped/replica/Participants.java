package dev.viewstamped.replica;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Standby;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in the group (§7), as far as a replica knows: the members of the epoch
 * in force and of the one before, the standbys, and those of a later epoch that the log
 * is being fetched for.
 */
final class Participants {

	private final ReplicaState state;

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

	private boolean placeLost;

	/**
	 * @param begin how the epoch in force began
	 */
	Participants(ReplicaState state, Membership begin) {
		this.state = state;
		this.epochBegin = begin;
		this.executedMembership = begin;
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

	/**
	 * A later epoch was heard of that the log is to be fetched for.
	 * @param membership who takes part in it; {@code null} if none is any more
	 */
	void moveTo(@Nullable Membership membership) {
		this.moving = membership;
		this.othersOf = null;
	}

	/**
	 * Whether the log of a later epoch is being fetched.
	 */
	boolean isMoving() {
		return this.moving != null;
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
			byId.remove(this.state.self);
			this.sources = (this.moving != null) ? List.copyOf(byId.values()) : List.of();
			addStandbys(current, byId);
			addStandbys(this.moving, byId);
			byId.remove(this.state.self);
			this.others = List.copyOf(byId.values());
		}
		return this.others;
	}

	/**
	 * Who may have what is fetched.
	 */
	List<Member> sources() {
		others();
		return (this.moving != null) ? this.sources : this.state.configuration.members();
	}

	/**
	 * One more than the greatest id that is known.
	 */
	int knownIds() {
		int ids = Math.max(membership().nextMemberId(), this.state.configuration.maxMemberId() + 1);
		for (Member member : others()) {
			ids = Math.max(ids, member.memberId() + 1);
		}
		return Math.max(ids, this.state.self + 1);
	}

	/**
	 * The primary of a view of the epoch that is fetched or, if none is, of the one in
	 * force.
	 */
	int primaryToAsk(long ofView) {
		Membership later = this.moving;
		return ((later != null) ? later.configuration() : this.state.configuration).primary(ofView);
	}

	/**
	 * Whether a replica was a member in the configuration before the one in force and is
	 * none any more.
	 */
	boolean isReplaced(int memberId) {
		Configuration old = membership().oldConfiguration();
		return old != null && old.contains(memberId) && !this.state.isMember(memberId);
	}

	/**
	 * A member has said that CHECKthis.state.epoch() was executed in the epoch in force.
	 */
	void heardChecked() {
		this.heardChecked = this.state.epoch();
	}

	/**
	 * Whether CHECKthis.state.epoch() (§7.3) was executed in the epoch in force, as far
	 * as this replica knows.
	 */
	boolean isChecked() {
		return Math.max(this.heardChecked, membership().checkedEpoch()) >= this.state.epoch();
	}

	/**
	 * The epoch in force began so, as was told with it or by the disk.
	 */
	void begin(Membership begin) {
		this.epochBegin = begin;
		this.othersOf = null;
	}

	/**
	 * Whether the log ends with the reconfiguration that ends the epoch in force: nothing
	 * may follow it in this epoch.
	 */
	boolean endsEpoch() {
		if (this.state.log.opNumber() < this.state.log.firstOpNumber()) {
			return false;
		}
		Entry last = this.state.log.get(this.state.log.opNumber());
		return last.operation() == Operation.RECONFIGURE && last.epoch() == this.state.epoch();
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

	/** A checkpoint of the first epoch has no addresses. */
	private Membership withAddresses(Membership membership) {
		boolean own = membership.epoch() == 0 && this.state.configuration.epoch() == 0;
		return (!own) ? membership : new Membership(this.state.configuration, membership.incarnations(), null,
				membership.epochStart(), membership.standbys(), membership.nextMemberId(), membership.checkedEpoch());
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

}
