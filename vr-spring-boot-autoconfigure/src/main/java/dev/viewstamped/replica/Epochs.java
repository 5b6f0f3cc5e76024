package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.GetEpoch;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Standby;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartView;

import org.jspecify.annotations.Nullable;

/**
 * Goes from one configuration to the next (§7). A reconfiguration takes effect when it is
 * executed, which is when it is known to be committed and all before it is executed. A
 * replica that hears of an epoch before it has that entry fetches the log up to it aside,
 * and takes log, epoch and view 0 in one step; until then it forgets nothing of its own
 * epoch, and takes no part in either.
 * <p>
 * The paper lets any process of a new member begin the epoch. Here it is only the life
 * that the reconfiguration names: another one, which may have forgotten that it was in
 * view 0 before, recovers from the others. It keeps what it has until they have as much.
 */
final class Epochs {

	private final ReplicaState state;

	private final Contacts contacts;

	private final StateTransfer stateTransfer;

	private final NormalCase normalCase;

	private final Reads reads;

	private final Runnable whenNormal;

	private final Runnable whenMembersChanged;

	private final EpochWord word;

	/** A later epoch that this replica fetches the log for. */
	private @Nullable StartEpoch next;

	/** The lives of members that have said that the epoch in force has started there. */
	private final Map<Integer, Long> started = new HashMap<>();

	private @Nullable GroupLocation relocation;

	private long askedNanos;

	/**
	 * @param whenNormal runs when the replica has become normal in a view
	 * @param whenMembersChanged runs when there are others to exchange messages with
	 */
	Epochs(ReplicaState state, Contacts contacts, StateTransfer stateTransfer, NormalCase normalCase, Reads reads,
			Runnable whenNormal, Runnable whenMembersChanged) {
		this.state = state;
		this.contacts = contacts;
		this.stateTransfer = stateTransfer;
		this.normalCase = normalCase;
		this.reads = reads;
		this.whenNormal = whenNormal;
		this.whenMembersChanged = whenMembersChanged;
		this.word = new EpochWord(state);
	}

	/**
	 * Tells others of the epoch in force.
	 */
	EpochWord word() {
		return this.word;
	}

	/**
	 * Where the group is, if this life cannot go on there and another one could.
	 */
	@Nullable GroupLocation relocation() {
		return this.relocation;
	}

	/**
	 * The later epoch that this replica fetches the log for; -1 if it does not.
	 */
	long nextEpoch() {
		StartEpoch current = this.next;
		return (current != null) ? current.membership().epoch() : -1;
	}

	/**
	 * How many members are known to have begun the epoch in force, to a replica that
	 * waits for them.
	 */
	int startedMembers() {
		this.started.entrySet().removeIf((entry) -> entry.getValue() < this.state.crashVector().get(entry.getKey()));
		return this.started.size();
	}

	/**
	 * An entry was executed, or a checkpoint taken over.
	 */
	void executed(Operation operation) {
		Membership executed = this.state.participants.executedMembership();
		if (executed.epoch() > this.state.epoch()) {
			goTo(executed, this.state.log.history().upTo(executed.epochStart().opNumber()).latest(LogBase.MAX_RUNS));
		}
		else if (operation == Operation.CHECK_EPOCH && takesPart()) {
			this.word.sayStartedToReplaced(this.state.participants.isChecked());
		}
	}

	/**
	 * The replica has become normal in a view.
	 */
	void enteredView() {
		StartEpoch current = this.next;
		if (current != null && current.membership().epoch() <= this.state.epoch()) {
			this.next = null;
			this.word.entered(current.history());
			announce();
		}
		if (this.state.isPrimary() && !this.state.participants.endsEpoch() && this.state.epoch() > 0
				&& this.state.participants.membership().checkedEpoch() < this.state.epoch()) {
			this.normalCase.propose(Operation.CHECK_EPOCH, new byte[0]);
		}
	}

	/**
	 * The replica has restarted in an epoch that is not the first.
	 */
	void resumed(Membership membership) {
		Viewstamp start = membership.epochStart();
		History known = this.state.log.history();
		this.word.entered(known.contains(start) ? known.upTo(start.opNumber()).latest(LogBase.MAX_RUNS)
				: new History(start, List.of()));
	}

	/**
	 * A later epoch has begun, or the sender wants to know whether this replica has begun
	 * it.
	 */
	void on(StartEpoch message) {
		Membership membership = message.membership();
		int from = message.header().from();
		if (membership.epoch() != message.header().epoch()) {
			return;
		}
		if (membership.epoch() == this.state.epoch()) {
			if (takesPart()) {
				this.state.send(from, new EpochStarted(this.state.header(), this.state.participants.isChecked()));
			}
		}
		else if (this.state.status() == Status.RECOVERING) {
			this.relocation = new GroupLocation(message.header().groupId(), membership, message.header().view());
		}
		else if (membership.epoch() > nextEpoch()) {
			learn(message);
		}
		else if (membership.epoch() == nextEpoch() && tellsMore(message.history())) {
			this.next = message;
			this.stateTransfer.cancel();
			this.stateTransfer.begin(target(message, 0, message.history(), message.history().opNumber(), from));
		}
	}

	/**
	 * Whether the history of the log that is being fetched begins later than what this
	 * replica lacks, and another one does not: a member that has restarted may know no
	 * more of it than where the epoch began, and then no entry could be told to be right.
	 */
	private boolean tellsMore(History history) {
		LogTarget target = this.stateTransfer.target();
		return target != null && !this.stateTransfer.checkpoint().isActive()
				&& this.stateTransfer.reachedOpNumber() < target.history().begin().opNumber()
				&& history.begin().opNumber() < target.history().begin().opNumber();
	}

	private void learn(StartEpoch message) {
		Membership membership = message.membership();
		Viewstamp start = membership.epochStart();
		long listed = listedLife(membership, this.state.self);
		if (listed > this.state.incarnation()) {
			this.state.stop(new Condition(Condition.SUPERSEDED,
					"Epoch " + membership.epoch() + " began with a newer process of member " + this.state.self
							+ ": this one serves nothing any more. Stop it, or, if it is the one that should go on, "
							+ "stop the other one. " + this.state.durability.howToStartOver()));
			return;
		}
		if (listed < 0 && !isReplacedIn(membership) && membership.nextMemberId() > this.state.self) {
			this.state.participants.losePlace();
			return;
		}
		if (this.state.log.history().contains(start)) {
			// What is executed then leads there
			this.state.commit(start.opNumber());
		}
		else if (isReplacedIn(membership)
				|| (membership.configuration().contains(this.state.self) && listed != this.state.incarnation())) {
			goTo(membership, message.history());
		}
		else {
			this.next = message;
			this.state.transition();
			this.state.participants.moveTo(membership);
			this.whenMembersChanged.run();
			this.stateTransfer.cancel();
			this.reads.leftView();
			this.stateTransfer.begin(target(message, 0, message.history(), start.opNumber(), message.header().from()));
			if (message.header().view() > 0 && nextEpoch() == membership.epoch()) {
				this.stateTransfer.askForView(message.header().view());
			}
		}
	}

	/**
	 * The log of a later view of the epoch that this replica fetches the log for.
	 */
	void on(StartView message) {
		StartEpoch current = this.next;
		long view = message.header().view();
		LogTarget target = this.stateTransfer.target();
		if (current == null || message.header().epoch() != current.membership().epoch()
				|| message.header().from() != current.membership().configuration().primary(view)
				|| (target != null && target.view() >= view)) {
			return;
		}
		this.stateTransfer.cancel();
		this.stateTransfer
			.begin(target(current, view, message.history(), message.commitNumber(), message.header().from()));
	}

	/**
	 * The epoch that this replica fetches the log for is in a view: what of the log is
	 * still kept there may begin after the epoch did.
	 */
	void heardOfView(long view) {
		LogTarget target = this.stateTransfer.target();
		if (target != null && view > target.view()) {
			this.stateTransfer.askForView(view);
		}
	}

	/**
	 * Whoever had the log of the later view may be gone, and the view with it: the
	 * epoch's begin is enough to take part in the change to the next one.
	 */
	private void fallBack() {
		StartEpoch current = this.next;
		LogTarget target = this.stateTransfer.target();
		if (current != null && target != null && target.view() > 0 && this.state.nowNanos
				- this.stateTransfer.lastProgressNanos() > this.state.options.viewChangeTimeoutNanos()) {
			this.stateTransfer.cancel();
			this.stateTransfer.begin(target(current, 0, current.history(), current.membership().epochStart().opNumber(),
					current.header().from()));
		}
	}

	private LogTarget target(StartEpoch epoch, long view, History history, long commitNumber, int source) {
		return new LogTarget(view, history, commitNumber, source, () -> this.next == epoch, null, epoch.membership());
	}

	/**
	 * A replica that was replaced long ago has made a link. It hears this member, which
	 * does not hear it.
	 */
	void onStranger(int memberId) {
		this.word.tell(memberId);
		if (takesPart() && this.state.epoch() > 0) {
			this.state.send(memberId, new EpochStarted(this.state.header(), this.state.participants.isChecked()));
		}
	}

	void on(EpochStarted message) {
		if (message.header().epoch() == this.state.epoch() && this.state.isMember(message.header().from())) {
			this.started.put(message.header().from(), message.header().incarnation());
			if (message.checked()) {
				this.state.participants.heardChecked();
			}
			considerRest();
		}
	}

	/**
	 * A message of a later epoch, other than those that tell of it.
	 */
	void heardOfLaterEpoch(int from, long epoch) {
		boolean due = this.state.nowNanos - this.askedNanos >= this.state.options.heartbeatIntervalNanos() / 4;
		if (epoch > nextEpoch() && due) {
			this.askedNanos = this.state.nowNanos;
			this.state.send(from, new GetEpoch(this.state.header()));
		}
	}

	void tick() {
		boolean waits = this.state.isOut();
		if (waits) {
			considerRest();
		}
		fallBack();
		if (this.state.epoch() > 0 && (waits || this.state.isPrimary())) {
			this.word.repeat(waits, this.started.keySet(), this.state.participants.isChecked());
		}
	}

	/**
	 * Go to an epoch whose log up to its begin is this replica's, or take leave in it.
	 */
	private void goTo(Membership membership, History begin) {
		boolean replaced = isReplacedIn(membership);
		boolean listed = !membership.configuration().contains(this.state.self)
				|| listedLife(membership, this.state.self) == this.state.incarnation();
		boolean whole = this.state.participants.executedMembership().epoch() >= membership.epoch();
		this.next = null;
		this.started.clear();
		this.stateTransfer.forget();
		this.reads.leftView();
		this.state.participants.moveTo(null);
		if (replaced || !listed) {
			this.state.enterEpoch(membership, Status.TRANSITIONING);
		}
		else {
			this.state.enterEpoch(membership, Status.VIEW_CHANGE);
			this.state.becomeNormal(0);
		}
		// A life that is to recover comes back as what it was before
		if (listed && whole) {
			this.state.durability.promise();
		}
		this.whenMembersChanged.run();
		this.word.entered(begin);
		announce();
		if (this.state.isNormal()) {
			this.whenNormal.run();
		}
	}

	private void announce() {
		this.word.announce();
		if (takesPart()) {
			this.word.sayStartedToReplaced(this.state.participants.isChecked());
		}
	}

	/** Enough of the new members have the state for this replica to give up its copy. */
	private void considerRest() {
		if (this.state.status() != Status.TRANSITIONING || !this.state.isOut()) {
			return;
		}
		boolean member = this.state.isMember();
		int needed = member ? this.state.quorums.neededOthersToRecover() : this.state.quorums.needed();
		if (startedMembers() < needed) {
			return;
		}
		if (member) {
			this.relocation = new GroupLocation(this.state.groupId(), this.state.participants.membership(),
					this.state.view());
		}
		else if (this.state.participants.isChecked()) {
			this.state.retire();
		}
	}

	private boolean takesPart() {
		return this.state.isMember() && (this.state.isNormal() || this.state.status() == Status.VIEW_CHANGE);
	}

	/** A replica that is out stays out: its id is not used again. */
	private boolean isReplacedIn(Membership membership) {
		return !membership.configuration().contains(this.state.self) && (this.state.isMember() || this.state.isOut());
	}

	private static long listedLife(Membership membership, int memberId) {
		Configuration configuration = membership.configuration();
		for (int i = 0; i < configuration.size(); i++) {
			Member member = configuration.members().get(i);
			if (member.memberId() == memberId) {
				return membership.incarnations().get(i);
			}
		}
		Standby standby = membership.standby(memberId);
		return (standby != null) ? standby.incarnation() : -1;
	}

}
