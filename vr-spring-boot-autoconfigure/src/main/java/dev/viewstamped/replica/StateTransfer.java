package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewState;

import org.jspecify.annotations.Nullable;

/**
 * State transfer (§5.2), in two kinds. A backup that lacks the end of its own view's log
 * fetches and appends it. A replica that is to become normal in another view fetches what
 * its log lacks of that view's log and keeps it aside; only when nothing is missing it
 * takes the log, the view and the status normal, all in one step. Until then its log, its
 * last normal view and what it would say in a view change stay as they are: asking for
 * state is no licence to forget any.
 */
final class StateTransfer {

	private static final int MAX_ENTRIES = 4096;

	/**
	 * A log to take.
	 *
	 * @param view the view to become normal in
	 * @param history the viewstamps of the view's log
	 * @param commitNumber the commit-number known with it
	 * @param source a member that has the log
	 * @param stillValid asked again just before the log is taken
	 */
	record Target(long view, History history, long commitNumber, int source, BooleanSupplier stillValid) {

	}

	private final ReplicaState state;

	private final Runnable whenTaken;

	private @Nullable Target target;

	private int source;

	/** Op-number up to which this replica's log and the target's are the same. */
	private long common;

	/**
	 * Entries of the target's log, the first one following what both logs have in common.
	 */
	private List<Entry> fetched = new ArrayList<>();

	private long lastRequestNanos;

	private long lastProgressNanos;

	private long lastGetViewNanos;

	/**
	 * @param whenTaken runs when the replica has become normal in a view
	 */
	StateTransfer(ReplicaState state, Runnable whenTaken) {
		this.state = state;
		this.whenTaken = whenTaken;
		this.lastRequestNanos = state.nowNanos - state.options.viewChangeTimeoutNanos();
		this.lastGetViewNanos = this.lastRequestNanos;
	}

	boolean isActive() {
		return this.target != null;
	}

	@Nullable Target target() {
		return this.target;
	}

	/**
	 * Op-number up to which the target's log is here.
	 */
	long reachedOpNumber() {
		Target current = this.target;
		return (current != null) ? this.common + this.fetched.size() : this.state.log.opNumber();
	}

	long lastProgressNanos() {
		return this.lastProgressNanos;
	}

	/**
	 * Take a log, fetching first what this replica lacks of it. What an earlier target
	 * has brought is kept as far as it fits.
	 */
	void begin(Target newTarget) {
		this.common = this.state.log.history().commonWith(newTarget.history(), this.state.commitNumber());
		List<Entry> fitting = new ArrayList<>();
		for (Entry entry : this.fetched) {
			if (entry.opNumber() > this.common) {
				if (entry.opNumber() != this.common + fitting.size() + 1 || !newTarget.history().contains(entry)) {
					break;
				}
				fitting.add(entry);
			}
		}
		this.fetched = fitting;
		this.target = newTarget;
		this.source = newTarget.source();
		this.lastProgressNanos = this.state.nowNanos;
		continueOrTake(newTarget);
	}

	/**
	 * Give the target up. What was fetched is kept for the next one.
	 */
	void cancel() {
		this.target = null;
	}

	/**
	 * Forget the target and all that was fetched: in another group the same viewstamps
	 * stand for other entries.
	 */
	void forget() {
		this.target = null;
		this.fetched = new ArrayList<>();
	}

	/**
	 * Ask the primary of this backup's view for what follows the log.
	 */
	void fillGap() {
		if (this.target == null && due(this.lastRequestNanos, this.state.options.heartbeatIntervalNanos() / 2)) {
			request(this.state.primary(), this.state.log.opNumber() + 1);
		}
	}

	/**
	 * Ask for what follows the log, at once: the last answer has brought something.
	 */
	void continueGap() {
		request(this.state.primary(), this.state.log.opNumber() + 1);
	}

	/**
	 * Ask for the log of a later view that was heard of.
	 */
	void askForView(long view) {
		int primary = this.state.configuration.primary(view);
		if (primary != this.state.self && due(this.lastGetViewNanos, this.state.options.heartbeatIntervalNanos() / 2)) {
			this.lastGetViewNanos = this.state.nowNanos;
			this.state.send(primary, new GetView(this.state.header(), view));
		}
	}

	/**
	 * Answer another member.
	 */
	void on(GetState getState) {
		Log log = this.state.log;
		long from = getState.fromOpNumber();
		if (from >= 1 && from < log.firstOpNumber()) {
			return;
		}
		if (this.state.isNormal() || this.state.status() == Status.VIEW_CHANGE) {
			List<Entry> entries = (from >= 1) ? log.slice(from, MAX_ENTRIES, this.state.options.maxBatchBytes())
					: List.of();
			long parent = Math.max(log.base().opNumber(), Math.min(from - 1, log.opNumber()));
			this.state.send(getState.header().from(),
					new NewState(this.state.headerOfLog(), log.viewstamp(parent), entries, this.state.commitNumber()));
		}
	}

	/**
	 * Take entries for the target.
	 * @return whether there is a target, and so the message was meant for it
	 */
	boolean on(NewState newState) {
		Target current = this.target;
		if (current == null) {
			return false;
		}
		boolean progress = false;
		for (Entry entry : newState.entries()) {
			if (entry.opNumber() == reachedOpNumber() + 1 && current.history().contains(entry)
					&& entry.timestampNanos() > reachedTimestampNanos()) {
				this.fetched.add(entry);
				progress = true;
			}
		}
		if (progress) {
			this.lastProgressNanos = this.state.nowNanos;
			continueOrTake(current);
		}
		return true;
	}

	void tick() {
		Target current = this.target;
		if (current != null && due(this.lastRequestNanos, this.state.options.heartbeatIntervalNanos() * 2)) {
			nextSource();
			continueOrTake(current);
		}
	}

	private void continueOrTake(Target current) {
		long reached = reachedOpNumber();
		if (reached < current.history().opNumber()) {
			request(this.source, reached + 1);
		}
		else {
			take(current);
		}
	}

	private void take(Target current) {
		this.target = null;
		if (!current.stillValid().getAsBoolean()) {
			return;
		}
		if (this.common < this.state.commitNumber()) {
			this.state.stop(new Condition(Condition.DIVERGED,
					"The log of view " + current.view() + " is the same as this replica's up to op " + this.common
							+ " only, and op " + this.state.commitNumber() + " is committed here. "
							+ this.state.durability.howToStartOver()));
			return;
		}
		this.state.log.replaceAfter(this.common, this.fetched);
		this.state.becomeNormal(current.view());
		this.state.commit(current.commitNumber());
		this.state.durability.replace(this.common, this.fetched);
		this.fetched = new ArrayList<>();
		this.whenTaken.run();
	}

	private long reachedTimestampNanos() {
		if (!this.fetched.isEmpty()) {
			return this.fetched.get(this.fetched.size() - 1).timestampNanos();
		}
		return this.state.log.timestampNanos(this.common);
	}

	/** Whoever has the entries will do: an entry is known by its viewstamp. */
	private void nextSource() {
		int index = 0;
		var members = this.state.configuration.members();
		for (int i = 0; i < members.size(); i++) {
			if (members.get(i).memberId() == this.source) {
				index = i;
			}
		}
		do {
			index = (index + 1) % members.size();
		}
		while (members.get(index).memberId() == this.state.self);
		this.source = members.get(index).memberId();
	}

	private void request(int from, long fromOpNumber) {
		this.lastRequestNanos = this.state.nowNanos;
		this.state.send(from, new GetState(this.state.header(), fromOpNumber));
	}

	private boolean due(long sinceNanos, long intervalNanos) {
		return this.state.nowNanos - sinceNanos >= intervalNanos;
	}

}
