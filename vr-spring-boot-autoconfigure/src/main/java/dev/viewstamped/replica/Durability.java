package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Durable mode: no promise leaves the replica before the disk holds what it promises. In
 * the paper (§4) promises live in the memory of a quorum; here a replica comes back with
 * them. All that changes the log or the promises is told to the storage in the order in
 * which it happens, and a crash keeps a prefix of that. So a message that waits until all
 * that was told before it is durable is, to the others, a message that was slow.
 * <p>
 * There are two kinds of waiting. What a quorum counts on waits for all that was told
 * before it: PREPAREOK, DOVIEWCHANGE, STARTVIEW, EPOCHSTARTED, the word that a view was
 * entered, and RECOVERYRESPONSE, whose promise is the crash vector. What tells a view's
 * log waits only until the disk holds that this replica became normal in the view:
 * PREPARE, COMMIT and NEWSTATE. Otherwise a primary that restarts could start the same
 * view again, with another log, and give a viewstamp away twice. Entries need not be
 * durable before they are sent: a primary that restarts never serves its view again.
 * <p>
 * All else goes at once. Questions, votes to leave a view and commit-numbers promise
 * nothing. Incarnations that are told to a member that restarts without state need not be
 * durable: those of lives that were ever normal are, at a quorum, and a life that was
 * never normal has promised nothing. The confirmation of a view to its primary (§6.3)
 * says what the replica has not done: it has sent no DOVIEWCHANGE for a later view. Had
 * it sent one and crashed, that later view would have been durable before it was sent,
 * and the replica would be in it again; so the confirmation is true without waiting.
 * <p>
 * In memory mode nothing waits.
 */
final class Durability {

	private static final long NOT_FLUSHED = Long.MAX_VALUE;

	/**
	 * The log's end at a flush.
	 */
	private record Mark(long sequence, long opNumber) {

	}

	private final ReplicaState state;

	private final Network network;

	private final Storage storage;

	private final boolean durable;

	private final DiskWatch disk;

	private final HeldMessages held;

	/** What the log will be durable to, flushes of an earlier log left out. */
	private final Deque<Mark> marks = new ArrayDeque<>();

	private @Nullable Promises written;

	/** Whether something was handed over since the last flush. */
	private boolean unflushed;

	private long flushedSequence;

	private long storedSequence;

	/** The flush that makes durable which view the replica is and was normal in. */
	private long viewSequence;

	private long durableOpNumber;

	private long toldCommitNumber;

	Durability(ReplicaState state, Network network, Storage storage) {
		this.state = state;
		this.network = network;
		this.storage = storage;
		this.durable = storage.isDurable();
		this.disk = new DiskWatch(state);
		this.held = new HeldMessages(state, network);
	}

	/**
	 * How long the disk has had something to do and has done nothing.
	 */
	long stalledNanos() {
		return this.disk.stalledNanos();
	}

	/**
	 * The replica did not run for a while.
	 */
	void onGap() {
		this.disk.restart();
	}

	void tick() {
		this.disk.tick();
	}

	/**
	 * Op-number up to which the log would be there after a crash, in the view in which
	 * the replica is normal. In memory mode the whole log counts.
	 */
	long durableOpNumber() {
		return (this.durable) ? this.durableOpNumber : this.state.log.opNumber();
	}

	/**
	 * What an operator does with a replica whose state must go.
	 */
	String howToStartOver() {
		return (this.durable)
				? "A restart finds the same on its disk: repair this replica (POST /actuator/vr/repair), "
						+ "and it takes the state of the others."
				: "Restart this replica: it takes the state of the others.";
	}

	/**
	 * What an operator does when too few members have the state.
	 */
	String howToFormAnew() {
		return (this.durable)
				? "stop all members, delete their data directories, and start them with "
						+ "vr.bootstrap=auto: they form a new, empty group."
				: "stop all members and start them with vr.bootstrap=auto: they form a new, empty group.";
	}

	/**
	 * Append an entry to the log.
	 */
	void append(Entry entry) {
		this.state.log.append(entry);
		if (this.durable) {
			this.storage.append(entry);
			this.disk.appended(entry);
			this.unflushed = true;
		}
	}

	/**
	 * The end of the log was replaced, and with it maybe the view.
	 * @param keep the last op-number that stayed
	 * @param suffix the entries after it
	 */
	void replace(long keep, List<Entry> suffix) {
		if (this.durable) {
			this.storage.replace(keep, suffix, record());
			newLog();
		}
	}

	/**
	 * Log and state were replaced, and with them maybe the view.
	 * @param checkpoint the state
	 * @param suffix the log after it
	 */
	void install(Checkpoint checkpoint, List<Entry> suffix) {
		if (this.durable) {
			this.storage.install(checkpoint, suffix, record());
			this.disk.installed();
			newLog();
		}
	}

	/**
	 * A checkpoint of the present state was taken.
	 */
	void checkpoint(Checkpoint checkpoint) {
		this.storage.checkpoint(checkpoint);
	}

	/**
	 * The replica has taken up what its disk holds.
	 */
	void resumed(Promises promises) {
		this.written = promises;
		this.durableOpNumber = this.state.log.opNumber();
		this.toldCommitNumber = this.state.commitNumber();
	}

	/**
	 * Have the promises written if they have changed.
	 */
	void promise() {
		if (this.durable && haveChanged()) {
			this.storage.promise(record());
			this.unflushed = true;
		}
	}

	/**
	 * Send a message as soon as what it promises is durable.
	 */
	void send(int memberId, PeerMessage message) {
		if (!this.durable || this.state.status() == Status.RECOVERING) {
			this.network.send(memberId, message);
		}
		else if (promises(message)) {
			promise();
			hold(memberId, message);
		}
		else if (tellsLog(message) && this.viewSequence > this.storedSequence) {
			this.held.untilViewStored(memberId, message);
		}
		else {
			this.network.send(memberId, message);
		}
	}

	/**
	 * Have made durable what was handed over since the last flush.
	 * @return whether it is durable already: the storage took it with what it wrote for
	 * the flush before, and does not tell again
	 */
	boolean flush() {
		if (!this.durable || this.state.status() == Status.STOPPED) {
			return false;
		}
		// Not earlier: the number is one of the log that the storage has been told
		if (this.state.commitNumber() > this.toldCommitNumber) {
			this.toldCommitNumber = this.state.commitNumber();
			this.storage.commit(this.toldCommitNumber);
		}
		if (!this.unflushed) {
			return false;
		}
		this.unflushed = false;
		this.flushedSequence = this.storage.flush();
		this.disk.flushed(this.flushedSequence);
		this.marks.add(new Mark(this.flushedSequence, this.state.log.opNumber()));
		if (this.viewSequence == NOT_FLUSHED) {
			this.viewSequence = this.flushedSequence;
		}
		this.held.flushed(this.flushedSequence);
		boolean alreadyStored = this.flushedSequence <= this.storedSequence;
		if (alreadyStored) {
			stored(this.storedSequence);
		}
		return alreadyStored;
	}

	/**
	 * All that was handed over until a flush is durable.
	 */
	void stored(long sequence) {
		this.storedSequence = Math.max(this.storedSequence, sequence);
		this.disk.stored(this.storedSequence);
		Mark mark = this.marks.peek();
		while (mark != null && mark.sequence() <= this.storedSequence) {
			this.durableOpNumber = mark.opNumber();
			this.marks.remove();
			mark = this.marks.peek();
		}
		this.held.release(this.storedSequence, this.viewSequence <= this.storedSequence);
	}

	private void hold(int memberId, PeerMessage message) {
		if (this.unflushed) {
			this.held.untilNextFlush(memberId, message);
		}
		else if (this.flushedSequence > this.storedSequence) {
			this.held.untilStored(this.flushedSequence, memberId, message);
		}
		else {
			this.network.send(memberId, message);
		}
	}

	private void newLog() {
		this.unflushed = true;
		this.marks.clear();
		this.durableOpNumber = 0;
	}

	private boolean haveChanged() {
		Promises last = this.written;
		return last == null || haveViewsChanged(last) || !last.groupId().equals(this.state.groupId())
				|| last.incarnation() != this.state.incarnation()
				|| !last.crashVector().equals(this.state.crashVector())
				|| !last.configuration().equals(this.state.configuration);
	}

	private boolean haveViewsChanged(Promises last) {
		return last.configuration().epoch() != this.state.epoch() || last.view() != this.state.view()
				|| last.lastNormalView() != this.state.lastNormalView();
	}

	private Promises record() {
		Promises last = this.written;
		if (last == null || haveViewsChanged(last)) {
			this.viewSequence = NOT_FLUSHED;
		}
		Promises promises = new Promises(this.state.groupId(), this.state.configuration, this.state.view(),
				this.state.lastNormalView(), this.state.incarnation(), this.state.crashVector(),
				this.state.commitNumber());
		this.written = promises;
		return promises;
	}

	private static boolean promises(PeerMessage message) {
		return message instanceof PrepareOk || message instanceof DoViewChange || message instanceof StartView
				|| message instanceof RecoveryResponse || message instanceof EpochStarted
				|| (message instanceof StartViewChange startViewChange && startViewChange.entered());
	}

	private static boolean tellsLog(PeerMessage message) {
		return message instanceof Prepare || message instanceof Commit || message instanceof NewState;
	}

}
