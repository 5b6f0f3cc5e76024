package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.NewState;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;

import org.jspecify.annotations.Nullable;

/**
 * State transfer (§5.2), in two kinds. A backup that lacks the end of its own view's log
 * fetches and appends it; where the others have dropped what follows its log, it first
 * takes a checkpoint, as soon as it is here. A replica that is to become normal in
 * another view fetches what its log lacks of that view's log, if need be a checkpoint and
 * what follows it, and keeps it aside; only when nothing is missing it takes the log, the
 * view and the status normal, all in one step. Until then its log, its last normal view
 * and what it would say in a view change stay as they are: asking for state is no licence
 * to forget any.
 */
final class StateTransfer {

	private final ReplicaState state;

	private final Checkpoints checkpoints;

	private final CheckpointTransfer checkpoint;

	private final Sources sources;

	private final Runnable whenTaken;

	private @Nullable LogTarget target;

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

	private boolean outdated;

	/**
	 * @param whenTaken runs when the replica has become normal in a view
	 */
	StateTransfer(ReplicaState state, Checkpoints checkpoints, Sources sources, Background background,
			Supplier<CheckpointCodec> codec, Runnable whenTaken) {
		this.state = state;
		this.checkpoints = checkpoints;
		this.sources = sources;
		this.checkpoint = new CheckpointTransfer(state, checkpoints, sources, background, codec, this);
		this.whenTaken = whenTaken;
		this.lastRequestNanos = state.nowNanos - state.options.viewChangeTimeoutNanos();
		this.lastGetViewNanos = this.lastRequestNanos;
		this.lastProgressNanos = state.nowNanos;
	}

	boolean isActive() {
		return this.target != null;
	}

	@Nullable LogTarget target() {
		return this.target;
	}

	/**
	 * How far the transfer of a checkpoint is.
	 * @return {@code null} if none is under way
	 */
	@Nullable TransferReport report() {
		return this.checkpoint.report();
	}

	/**
	 * Op-number up to which the target's log is here.
	 */
	long reachedOpNumber() {
		LogTarget current = this.target;
		return (current != null) ? start() + this.fetched.size() : this.state.log.opNumber();
	}

	long lastProgressNanos() {
		return Math.max(this.lastProgressNanos, this.checkpoint.lastProgressNanos());
	}

	/**
	 * Whether the members that are asked have gone on to a later view than the target's,
	 * so that it has to be learned anew what to take.
	 */
	boolean isOutdated() {
		return this.outdated;
	}

	/**
	 * Take a log, fetching first what this replica lacks of it. What an earlier target
	 * has brought is kept as far as it fits.
	 */
	void begin(LogTarget newTarget) {
		this.outdated = false;
		this.common = this.state.log.history().commonWith(newTarget.history(), this.state.commitNumber());
		this.checkpoint.keepFor(newTarget, this.common);
		this.fetched = newTarget.entriesAfter(start(), this.fetched);
		this.target = newTarget;
		this.source = newTarget.source();
		this.lastProgressNanos = this.state.nowNanos;
		if (!this.checkpoint.resume(newTarget)) {
			continueOrTake(newTarget);
		}
	}

	/**
	 * Give the target up. What was fetched is kept for the next one.
	 */
	void cancel() {
		this.target = null;
		this.outdated = false;
		this.checkpoint.suspend();
	}

	/**
	 * Forget the target and all that was fetched: in another group the same viewstamps
	 * stand for other entries.
	 */
	void forget() {
		this.target = null;
		this.fetched = new ArrayList<>();
		this.checkpoint.forget();
	}

	/**
	 * Ask the primary of this backup's view for what follows the log.
	 */
	void fillGap() {
		if (this.target == null && !this.checkpoint.isActive()
				&& due(this.lastRequestNanos, this.state.options.heartbeatIntervalNanos() / 2)) {
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
		int primary = this.state.participants.primaryToAsk(view);
		if (primary != this.state.self && due(this.lastGetViewNanos, this.state.options.heartbeatIntervalNanos() / 2)) {
			this.lastGetViewNanos = this.state.nowNanos;
			this.state.send(primary, new GetView(this.state.header(), view));
		}
	}

	/**
	 * Take entries for the target.
	 * @return whether there is a target, and so the message was meant for it
	 */
	boolean on(NewState newState) {
		LogTarget current = this.target;
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

	/**
	 * The part of this that is about checkpoints.
	 */
	CheckpointTransfer checkpoint() {
		return this.checkpoint;
	}

	/**
	 * A checkpoint of the target's log is here. Who gave it has the log that follows,
	 * which others may have dropped, if it is still there.
	 */
	void continueAfterCheckpoint(int from) {
		this.fetched = new ArrayList<>();
		if (this.sources.isInContact(from)) {
			this.source = from;
		}
		this.lastProgressNanos = this.state.nowNanos;
		proceed();
	}

	/**
	 * Ask for what is missing: of the target's log, or of that of this backup's view.
	 */
	void proceed() {
		LogTarget current = this.target;
		if (current != null) {
			continueOrTake(current);
		}
		else {
			continueGap();
		}
	}

	/**
	 * A member that was asked has gone on to a later view.
	 */
	void heardOfLaterView(long view) {
		this.outdated = true;
		if (this.state.status() != Status.RECOVERING) {
			askForView(view);
		}
	}

	void tick() {
		LogTarget current = this.target;
		this.checkpoint.tick();
		if (current != null && !this.checkpoint.isActive()
				&& due(this.lastRequestNanos, this.state.options.heartbeatIntervalNanos() * 2)) {
			if (this.checkpoint.aside() == null || !this.sources.isInContact(this.source)
					|| due(lastProgressNanos(), this.state.options.viewChangeTimeoutNanos())) {
				nextSource();
			}
			continueOrTake(current);
		}
	}

	private void continueOrTake(LogTarget current) {
		long reached = reachedOpNumber();
		if (reached < current.history().opNumber()) {
			request(this.source, reached + 1);
		}
		else {
			take(current);
		}
	}

	private void take(LogTarget current) {
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
		Checkpoint held = this.checkpoint.aside();
		List<Entry> suffix = this.fetched;
		long keep = start();
		if (held != null) {
			this.checkpoints.install(held);
			if (this.state.status() == Status.STOPPED) {
				return;
			}
		}
		this.state.log.replaceAfter(keep, suffix);
		forget();
		Membership later = current.membership();
		if (later != null) {
			this.state.participants.moveTo(null);
			this.state.enterEpoch(later, Status.VIEW_CHANGE);
		}
		this.state.becomeNormal(current.view());
		this.state.commit(current.commitNumber());
		if (held != null) {
			this.state.durability.install(held, suffix);
		}
		else {
			this.state.durability.replace(keep, suffix);
		}
		this.whenTaken.run();
	}

	/** Op-number after which the entries of the target's log are fetched. */
	private long start() {
		Checkpoint held = this.checkpoint.aside();
		return (held != null) ? held.opNumber() : this.common;
	}

	private long reachedTimestampNanos() {
		if (!this.fetched.isEmpty()) {
			return this.fetched.get(this.fetched.size() - 1).timestampNanos();
		}
		// Of a checkpoint that is not taken yet the time is not known here
		return (this.checkpoint.aside() != null) ? 0 : this.state.log.timestampNanos(this.common);
	}

	/** Whoever has the entries will do: an entry is known by its viewstamp. */
	private void nextSource() {
		this.source = this.sources.after(this.source);
	}

	private void request(int from, long fromOpNumber) {
		this.lastRequestNanos = this.state.nowNanos;
		this.state.send(from, new GetState(this.state.header(), fromOpNumber));
	}

	private boolean due(long sinceNanos, long intervalNanos) {
		return this.state.nowNanos - sinceNanos >= intervalNanos;
	}

}
