package dev.viewstamped.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.Storage;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.state.Checkpoint;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What the disk of a member must have, whatever becomes of its processes: the contract of
 * {@link Storage}. Calls have their effect in order. All up to a flush that was reported
 * as stored survive, and of those after it a prefix.
 */
final class DiskModel {

	private final int memberId;

	/** Calls that may have had their effect. */
	private final Deque<Consumer<Kept>> pending = new ArrayDeque<>();

	private final Deque<Flush> flushes = new ArrayDeque<>();

	private final Set<CheckpointId> checkpoints = new HashSet<>();

	private Kept kept;

	private long lastCheckpoint;

	private long called;

	private long applied;

	private long storedSequence;

	private long changes;

	private boolean damaged;

	private boolean resumed;

	DiskModel(int memberId) {
		this.memberId = memberId;
		this.kept = new Kept(memberId);
	}

	/**
	 * What is on the disk for certain.
	 */
	Kept kept() {
		return this.kept;
	}

	/**
	 * The disk was replaced by an empty one, or damaged, so that what was on it may be
	 * gone.
	 */
	void damaged() {
		this.damaged = true;
	}

	/**
	 * Whether what is on the disk may be gone.
	 */
	boolean isDamaged() {
		return this.damaged;
	}

	/**
	 * Whether the latest process went on from the disk.
	 */
	boolean isResumed() {
		return this.resumed;
	}

	/**
	 * Whether an earlier process has promised anything that is on the disk.
	 */
	boolean isUsed() {
		return this.kept.promises() != null;
	}

	/**
	 * The storage of a new process, watched.
	 * @param storage the storage
	 * @param takenUp told when the process goes on from what is on the disk
	 * @param lost told when what was on the disk turns out to be lost
	 * @return the same storage
	 */
	Storage watch(Storage storage, Runnable takenUp, Consumer<Kept> lost) {
		this.flushes.clear();
		this.storedSequence = 0;
		return new Watched(storage, takenUp, lost);
	}

	/**
	 * The storage says that all is durable that was handed over until a flush.
	 * @param sequence the number of the flush
	 */
	void stored(long sequence) {
		this.storedSequence = sequence;
		while (!this.flushes.isEmpty() && this.flushes.getFirst().sequence() <= sequence) {
			long calls = this.flushes.removeFirst().calls();
			while (this.applied < calls) {
				applyNext();
			}
		}
	}

	/**
	 * How often that which is on the disk for certain has changed.
	 */
	long changes() {
		return this.changes;
	}

	private void applyNext() {
		this.changes++;
		this.applied++;
		this.pending.removeFirst().accept(this.kept);
	}

	private void loaded(@Nullable StoredState state, Consumer<Kept> lost) {
		this.resumed = state != null;
		if (state == null) {
			check(this.damaged || !isUsed(), "S4-DISK-REMEMBERS",
					"member %d has lost %s and a log up to %d, which were durable", this.memberId, this.kept.promises(),
					this.kept.opNumber());
			Kept had = startOver();
			if (had.promises() != null) {
				lost.accept(had);
			}
			return;
		}
		String difference = difference(state);
		while (difference != null && !this.pending.isEmpty()) {
			applyNext();
			difference = difference(state);
		}
		check(difference == null, "S4-DISK-REMEMBERS",
				"member %d has %s, which no prefix of what was stored explains: %s", this.memberId, describe(state),
				difference);
		forgetPending();
		Checkpoint checkpoint = state.checkpoint();
		this.lastCheckpoint = (checkpoint != null) ? checkpoint.opNumber() : 0;
		this.damaged = false;
	}

	/**
	 * There is nothing on the disk any more.
	 * @return what was there
	 */
	Kept startOver() {
		Kept had = this.kept;
		this.changes++;
		this.kept = new Kept(this.memberId);
		forgetPending();
		this.checkpoints.clear();
		this.lastCheckpoint = 0;
		this.damaged = false;
		return had;
	}

	/**
	 * How what was read differs from what is expected.
	 */
	private @Nullable String difference(StoredState state) {
		Promises promises = this.kept.promises();
		if (promises == null || !withCommit(promises, 0).equals(withCommit(state.promises(), 0))) {
			return "promises are " + promises;
		}
		Checkpoint checkpoint = state.checkpoint();
		long base = (checkpoint != null) ? checkpoint.opNumber() : 0;
		if (base + state.entries().size() != this.kept.opNumber() || base < this.kept.baseOpNumber()) {
			return "the log ends at op " + this.kept.opNumber() + " and begins after " + this.kept.baseOpNumber();
		}
		if (checkpoint != null) {
			Viewstamp known = this.kept.viewstamp(base);
			if (!checkpoint.viewstamp().equals(known)
					|| !this.checkpoints.contains(new CheckpointId(checkpoint.viewstamp(), checkpoint.digest()))) {
				return "no such checkpoint was stored; op " + base + " is " + known;
			}
		}
		long op = base;
		for (Entry entry : state.entries()) {
			op++;
			if (!entry.viewstamp().equals(this.kept.viewstamp(op))) {
				return "op " + op + " is " + this.kept.viewstamp(op);
			}
		}
		return (base < this.lastCheckpoint && !this.damaged) ? "the checkpoint was at " + this.lastCheckpoint : null;
	}

	private static Promises withCommit(Promises promises, long commitNumber) {
		return new Promises(promises.groupId(), promises.configuration(), promises.view(), promises.lastNormalView(),
				promises.incarnation(), promises.crashVector(), commitNumber);
	}

	private static String describe(StoredState state) {
		Checkpoint checkpoint = state.checkpoint();
		List<Entry> entries = state.entries();
		return state.promises() + ", checkpoint " + ((checkpoint != null) ? checkpoint.viewstamp() : "none")
				+ (entries.isEmpty() ? ", no entries" : ", entries " + entries.get(0).viewstamp() + " to "
						+ entries.get(entries.size() - 1).viewstamp());
	}

	private void forgetPending() {
		this.pending.clear();
		this.flushes.clear();
		this.applied = this.called;
	}

	private record Flush(long sequence, long calls) {

	}

	/**
	 * Hands all calls on.
	 */
	private final class Watched implements Storage {

		private final Storage storage;

		private final Runnable takenUp;

		private final Consumer<Kept> lost;

		private Watched(Storage storage, Runnable takenUp, Consumer<Kept> lost) {
			this.storage = storage;
			this.takenUp = takenUp;
			this.lost = lost;
		}

		@Override
		public boolean isDurable() {
			return this.storage.isDurable();
		}

		@Override
		public @Nullable StoredState load() {
			StoredState state = this.storage.load();
			loaded(state, this.lost);
			if (state != null) {
				this.takenUp.run();
			}
			return state;
		}

		@Override
		public @Nullable String whyStateLost() {
			return this.storage.whyStateLost();
		}

		@Override
		public void append(Entry entry) {
			add((disk) -> disk.append(entry));
			this.storage.append(entry);
		}

		@Override
		public void promise(Promises promises) {
			add((disk) -> disk.promise(promises));
			this.storage.promise(promises);
		}

		@Override
		public void replace(long keep, List<Entry> suffix, Promises promises) {
			List<Entry> copy = List.copyOf(suffix);
			add((disk) -> disk.replace(keep, copy, promises));
			this.storage.replace(keep, copy, promises);
		}

		@Override
		public void install(Checkpoint checkpoint, List<Entry> suffix, Promises promises) {
			List<Entry> copy = List.copyOf(suffix);
			DiskModel.this.checkpoints.add(new CheckpointId(checkpoint.viewstamp(), checkpoint.digest()));
			add((disk) -> disk.install(checkpoint, copy, promises));
			this.storage.install(checkpoint, copy, promises);
		}

		@Override
		public void checkpoint(Checkpoint checkpoint) {
			DiskModel.this.checkpoints.add(new CheckpointId(checkpoint.viewstamp(), checkpoint.digest()));
			this.storage.checkpoint(checkpoint);
		}

		@Override
		public void commit(long commitNumber) {
			this.storage.commit(commitNumber);
		}

		@Override
		public long flush() {
			long sequence = this.storage.flush();
			DiskModel.this.flushes.addLast(new Flush(sequence, DiskModel.this.called));
			if (sequence <= DiskModel.this.storedSequence) {
				// It was written without being asked
				stored(DiskModel.this.storedSequence);
			}
			return sequence;
		}

		private void add(Consumer<Kept> effect) {
			DiskModel.this.pending.addLast(effect);
			DiskModel.this.called++;
		}

	}

}
