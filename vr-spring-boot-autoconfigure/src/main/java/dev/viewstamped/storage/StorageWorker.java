package dev.viewstamped.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.storage.StorageLanes.Lane;

import org.jspecify.annotations.Nullable;

/**
 * Does on the lanes what a replica has handed over: batch by batch on the commit lane,
 * checkpoint files on the background lane. The first exception ends everything.
 */
final class StorageWorker {

	private final StorageQueue queue;

	private final StateFiles files;

	private final JournalContext context;

	private final StorageLanes lanes;

	private final StorageListener listener;

	private final BooleanSupplier over;

	private final Consumer<Exception> failure;

	private final AtomicBoolean writing = new AtomicBoolean();

	private volatile long writingOpNumber;

	private volatile long writtenBytes;

	private @Nullable Checkpoint offered;

	private boolean makingSpare;

	/**
	 * A piece of work that may fail.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException;

	}

	StorageWorker(StorageQueue queue, StateFiles files, StorageListener listener, BooleanSupplier over,
			Consumer<Exception> failure) {
		this.queue = queue;
		this.files = files;
		this.context = files.context();
		this.lanes = files.context().lanes();
		this.listener = listener;
		this.over = over;
		this.failure = failure;
	}

	Superblock superblock() {
		return this.files.superblock();
	}

	boolean isWriting() {
		return this.writing.get();
	}

	void setWriting(boolean newWriting) {
		this.writing.set(newWriting);
	}

	long writingOpNumber() {
		return this.writingOpNumber;
	}

	long writtenBytes() {
		return this.writtenBytes;
	}

	long latestFileBytes() {
		Superblock current = superblock();
		return current.checkpoints().isEmpty() ? 0 : current.checkpoints().get(0).bytes();
	}

	/**
	 * Write the next batch. On the commit lane.
	 */
	void write() {
		run(() -> {
			StorageQueue.Batch batch = this.queue.take(this.context.options().batchBytes());
			Journal journal = this.files.journal();
			if (journal != null) {
				journal.reserve(batch.bytes());
				makeSpare();
			}
			for (StorageQueue.Task task : batch.tasks()) {
				perform(task);
			}
			journal = this.files.journal();
			if (journal != null && batch.bytes() > 0) {
				journal.commit(batch.commitNumber());
				journal.write();
			}
			this.lanes.execute(Lane.COMMIT, () -> sync(batch.upTo()));
		});
	}

	private void sync(long upTo) {
		run(() -> {
			Journal journal = this.files.journal();
			if (journal != null) {
				journal.sync();
				journal.mark();
			}
			this.listener.stored(upTo);
			Checkpoint checkpoint = this.offered;
			if (checkpoint != null) {
				// All entries up to it are durable now, which the journal's reader relies
				// on
				this.offered = null;
				long generation = superblock().generation();
				this.lanes.execute(Lane.BACKGROUND, () -> writeAside(checkpoint, generation));
			}
			if (this.queue.next()) {
				this.lanes.execute(Lane.COMMIT, this::write);
			}
		});
	}

	private void perform(StorageQueue.Task task) throws IOException {
		Journal journal = this.files.journal();
		if (task instanceof StorageQueue.Append append) {
			if (journal == null) {
				throw new IllegalStateException("There is no journal");
			}
			journal.append(append.entry());
		}
		else if (task instanceof StorageQueue.Promise promise) {
			if (journal != null) {
				journal.promise(promise.promises());
			}
			else {
				begin(new StorageQueue.Replace(0, null, List.of(), promise.promises()));
			}
		}
		else if (task instanceof StorageQueue.Replace replace) {
			if (journal != null && replace.checkpoint() == null) {
				journal.replace(replace.keep(), replace.suffix(), replace.promises());
			}
			else {
				begin(replace);
			}
		}
		else if (task instanceof StorageQueue.Offer offer) {
			this.offered = offer.checkpoint();
		}
		else if (task instanceof StorageQueue.StartOver startOver) {
			cancelOffer();
			this.files.distrust();
			startOver.done().run();
		}
	}

	private void begin(StorageQueue.Replace state) throws IOException {
		cancelOffer();
		remove(this.files.begin(state.checkpoint(), state.suffix(), state.promises(), (bytes) -> goOn()));
	}

	/**
	 * Forget a checkpoint that does not go with the state that comes.
	 */
	private void cancelOffer() {
		if (this.offered != null) {
			this.offered = null;
			this.writing.set(false);
		}
	}

	/**
	 * Write a checkpoint aside, no faster than is allowed. On the background lane.
	 */
	private void writeAside(Checkpoint checkpoint, long generation) {
		run(() -> {
			this.writingOpNumber = checkpoint.opNumber();
			CheckpointFile file = this.files.checkpointFiles()
				.write(checkpoint, generation, this.lanes.currentTimeMillis(), this::pace);
			this.lanes.execute(Lane.BACKGROUND, () -> publish(file));
		});
	}

	private void pace(long bytes) throws IOException {
		goOn();
		long more = bytes - this.writtenBytes;
		this.writtenBytes = bytes;
		this.lanes.pause(more * 1_000_000_000 / this.context.options().checkpointBytesPerSecond());
	}

	private void goOn() throws IOException {
		if (this.over.getAsBoolean()) {
			throw new IOException("The storage is closed");
		}
	}

	private void publish(CheckpointFile file) {
		run(() -> {
			this.files.checkpointFiles().publish(file);
			this.lanes.execute(Lane.COMMIT, () -> keep(file));
		});
	}

	private void keep(CheckpointFile file) {
		run(() -> {
			remove(this.files.keep(file));
			this.writingOpNumber = 0;
			this.writtenBytes = 0;
			this.writing.set(false);
		});
	}

	private void remove(Garbage garbage) {
		this.lanes.execute(Lane.BACKGROUND, () -> run(() -> garbage.remove(this.context)));
	}

	private void makeSpare() {
		if (!this.context.spare().isReady() && !this.makingSpare) {
			this.makingSpare = true;
			this.lanes.execute(Lane.BACKGROUND, () -> run(() -> {
				this.context.spare().make();
				this.lanes.execute(Lane.COMMIT, () -> this.makingSpare = false);
			}));
		}
	}

	private void run(Work work) {
		if (this.over.getAsBoolean()) {
			return;
		}
		try {
			work.run();
		}
		catch (IOException | RuntimeException ex) {
			this.failure.accept(ex);
		}
	}

}
