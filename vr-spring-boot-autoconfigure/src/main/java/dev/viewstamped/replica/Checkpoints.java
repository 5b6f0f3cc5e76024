package dev.viewstamped.replica;

import dev.viewstamped.Digest;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

import org.jspecify.annotations.Nullable;

/**
 * Checkpoints (§5.1). Taking one stops the loop for as long as it takes to hold the state
 * fast; encoding what has changed and the digests is done in the background, one
 * checkpoint at a time. The two latest are kept, and the log from the earlier of them on,
 * or from what a member that fetches state needs next: what this replica has can always
 * be had from it, so dropping the rest of the log needs nobody's consent.
 */
final class Checkpoints {

	/** How much more than otherwise is kept of the log for those that fetch state. */
	private static final int MOST_FOR_FETCHERS = 10;

	private final ReplicaState state;

	private final StateMachine stateMachine;

	private final Background background;

	private final Execution execution;

	private final Askers askers;

	private final CheckpointClock clock;

	private final CheckpointStride stride = new CheckpointStride();

	private final Divergence divergence;

	private @Nullable Checkpoint latest;

	private @Nullable Checkpoint earlier;

	private @Nullable Digest format;

	private long latestSinceNanos;

	private boolean underWay;

	/** Which state the replica has: another one after each that was installed. */
	private long generation;

	private long taken;

	private long longestPauseNanos;

	Checkpoints(ReplicaState state, StateMachine stateMachine, Background background, Execution execution,
			Askers askers) {
		this.state = state;
		this.stateMachine = stateMachine;
		this.background = background;
		this.execution = execution;
		this.askers = askers;
		this.clock = new CheckpointClock(state.options.checkpoints());
		this.divergence = new Divergence(state);
	}

	/**
	 * An entry was executed; a checkpoint may be due.
	 */
	void executed(Entry entry) {
		int rank = this.clock.executed(entry);
		if (rank >= this.stride.rank() && !this.underWay) {
			take(entry);
		}
	}

	/**
	 * The latest checkpoint, complete with its digest.
	 */
	@Nullable Checkpoint latest() {
		return this.latest;
	}

	/**
	 * How this replica's version of the application writes checkpoints.
	 */
	Digest format() {
		Digest known = this.format;
		if (known == null) {
			known = this.stateMachine.checkpointCodec().format(ProtocolSection.DESCRIPTION);
			this.format = known;
		}
		return known;
	}

	/**
	 * A checkpoint that is kept.
	 */
	@Nullable Checkpoint find(CheckpointId id) {
		Checkpoint last = this.latest;
		if (last != null && id(last).equals(id)) {
			return last;
		}
		Checkpoint before = this.earlier;
		return (before != null && id(before).equals(id)) ? before : null;
	}

	/**
	 * Take the state of a checkpoint that came from elsewhere: the service's state, the
	 * client table, what is executed and committed, and the base of the log. Entries of
	 * the log after the checkpoint stay if they follow it. Nothing happens if as much is
	 * executed here already. If the checkpoint cannot be read, the replica stops.
	 */
	void install(Checkpoint checkpoint) {
		if (checkpoint.opNumber() <= this.execution.executedNumber()) {
			return;
		}
		try {
			ProtocolSection section = section(checkpoint);
			this.stateMachine.restore(checkpoint.snapshot());
			rebase(section.base());
			this.state.commit(checkpoint.opNumber());
			this.execution.install(checkpoint.opNumber(), section.clientTable(), section.membership());
			this.clock.restart(checkpoint.opNumber(), section.timestampNanos(), section.payloadBytes());
		}
		catch (Throwable ex) {
			stop("The checkpoint of op " + checkpoint.opNumber() + " that came from another member or the disk "
					+ "could not be taken over", ex, "Install the version that the other members run");
			return;
		}
		this.generation++;
		this.underWay = false;
		keep(checkpoint);
		this.divergence.installed(id(checkpoint));
	}

	/**
	 * Compare what another member has come to.
	 */
	void on(CheckpointTaken message) {
		this.divergence.on(message);
	}

	CheckpointReport report() {
		Checkpoint last = this.latest;
		if (last == null) {
			return new CheckpointReport(0, null, 0, this.taken, this.longestPauseNanos, this.divergence.count());
		}
		return new CheckpointReport(last.opNumber(), last.digest(),
				this.state.time.monotonicNanos() - this.latestSinceNanos, this.taken, this.longestPauseNanos,
				this.divergence.count());
	}

	private void take(Entry entry) {
		long startedNanos = this.state.time.monotonicNanos();
		Snapshot snapshot;
		try {
			snapshot = this.stateMachine.snapshot();
		}
		catch (Throwable ex) {
			failed(entry, ex);
			return;
		}
		ProtocolSection section = new ProtocolSection(entry.timestampNanos(), this.clock.payloadBytes(),
				history(entry.opNumber()), this.state.participants.executedMembership(),
				this.execution.clientTable().snapshot());
		pausedSince(startedNanos);
		this.stride.started(startedNanos);
		this.underWay = true;
		long begun = this.generation;
		this.background.run(() -> take(entry, snapshot, section), (made) -> {
			if (begun == this.generation && this.state.status() != Status.STOPPED) {
				this.format = made.format();
				completed(made.checkpoint(), made.format());
			}
		}, (ex) -> {
			if (begun == this.generation) {
				failed(entry, ex);
			}
		});
	}

	/** Runs in the background. */
	private Made take(Entry entry, Snapshot snapshot, ProtocolSection section) {
		CheckpointCodec codec = this.stateMachine.checkpointCodec();
		return new Made(codec.take(entry.viewstamp(), snapshot.with(ProtocolSection.NAME, section.encode())),
				codec.format(ProtocolSection.DESCRIPTION));
	}

	private void completed(Checkpoint checkpoint, Digest format) {
		this.underWay = false;
		long nowNanos = this.state.time.monotonicNanos();
		this.stride.completed(nowNanos);
		this.taken++;
		keep(checkpoint);
		this.state.durability.checkpoint(checkpoint);
		truncateLog();
		pausedSince(nowNanos);
		if (this.state.status() != Status.RECOVERING) {
			this.state.broadcastToFollowers(new CheckpointTaken(this.state.header(), id(checkpoint), format));
		}
		this.divergence.taken(id(checkpoint), format);
	}

	/**
	 * What a member that fetches state needs next stays, as far as there is memory for
	 * it. One that asks and never hears the answer may not hold it for ever.
	 */
	private void truncateLog() {
		Checkpoint before = this.earlier;
		if (before != null) {
			CheckpointOptions options = this.state.options.checkpoints();
			long kept = options.keptEntries();
			long needed = Math.min(before.opNumber() + 1 - this.askers.neededOpNumber(), MOST_FOR_FETCHERS * kept);
			this.state.log.truncate(before.opNumber(), Math.max(kept, needed), options.keptBytes());
		}
	}

	private void failed(Entry entry, Throwable ex) {
		stop("The checkpoint of op " + entry.opNumber() + " could not be made", ex,
				"Mend what cannot be written: keys and values of maps and state of handlers must be data");
	}

	private void pausedSince(long nanos) {
		this.longestPauseNanos = Math.max(this.longestPauseNanos, this.state.time.monotonicNanos() - nanos);
	}

	private void keep(Checkpoint checkpoint) {
		this.earlier = this.latest;
		this.latest = checkpoint;
		this.latestSinceNanos = this.state.time.monotonicNanos();
	}

	private void rebase(LogBase base) {
		Log log = this.state.log;
		if (log.history().contains(base.viewstamp())) {
			CheckpointOptions options = this.state.options.checkpoints();
			log.truncate(base.opNumber(), options.keptEntries(), options.keptBytes());
		}
		else {
			log.reset(base);
		}
	}

	private History history(long opNumber) {
		return this.state.log.history().upTo(opNumber).latest(LogBase.MAX_RUNS);
	}

	private static ProtocolSection section(Checkpoint checkpoint) {
		byte[] bytes = checkpoint.snapshot().section(ProtocolSection.NAME);
		if (bytes == null) {
			throw new IllegalArgumentException("It has no section '" + ProtocolSection.NAME + "'");
		}
		ProtocolSection section = ProtocolSection.decode(bytes);
		if (!section.base().viewstamp().equals(checkpoint.viewstamp())) {
			throw new IllegalArgumentException(
					"It is of " + checkpoint.viewstamp() + ", and its history ends with " + section.base().viewstamp());
		}
		return section;
	}

	private static CheckpointId id(Checkpoint checkpoint) {
		return new CheckpointId(checkpoint.viewstamp(), checkpoint.digest());
	}

	private void stop(String what, Throwable ex, String cure) {
		this.state.stop(new Condition(Condition.HANDLER_ERROR, what + ": " + ex + ". This replica has stopped so that "
				+ "its state does not differ from the others'. " + cure + ", and restart this replica."));
	}

	/**
	 * A checkpoint that this replica has made, and how.
	 */
	private record Made(Checkpoint checkpoint, Digest format) {

	}

}
