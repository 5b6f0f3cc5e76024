package dev.viewstamped.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.Storage;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.storage.StorageLanes.Lane;

import org.jspecify.annotations.Nullable;

/**
 * Durable mode: a journal with group commit, and checkpoint files that bound its length.
 * All methods but {@link #report()} and {@link #close()} are called on the replica's
 * loop.
 */
public final class DurableStorage implements Storage, AutoCloseable {

	private final StorageDirectory directory;

	private final StorageIdentity identity;

	private final Supplier<CheckpointCodec> codec;

	private final DurableOptions options;

	private final StorageLanes lanes;

	private final StorageListener listener;

	private final JournalContext context;

	private final StorageQueue queue = new StorageQueue();

	private final AtomicBoolean failed = new AtomicBoolean();

	private volatile boolean closed;

	private volatile @Nullable StorageWorker worker;

	private volatile String found;

	private @Nullable StoredState readAhead;

	private boolean hasState;

	private long before;

	private long handedBytes;

	private long bytesAtOffer;

	private DurableStorage(StorageDirectory directory, StorageIdentity identity, Supplier<CheckpointCodec> codec,
			DurableOptions options, StorageLanes lanes, StorageListener listener) {
		this.directory = directory;
		this.identity = identity;
		this.codec = codec;
		this.options = options;
		this.lanes = lanes;
		this.listener = listener;
		this.context = JournalContext.of(directory, options, lanes);
		this.found = "What the directory %s holds was given up for a repair".formatted(directory.location());
	}

	/**
	 * Open the storage of a replica.
	 * @param directory where it is
	 * @param identity whose it is
	 * @param codec what reads and writes checkpoints; asked for by {@link #load()}
	 * @param options sizes
	 * @param lanes where the work is done; closed with the storage
	 * @param listener told what becomes of it
	 * @return the storage
	 * @throws StorageException if the directory is another replica's, was written by a
	 * another version, or cannot be read; it is left as it was
	 */
	public static DurableStorage open(StorageDirectory directory, StorageIdentity identity,
			Supplier<CheckpointCodec> codec, DurableOptions options, StorageLanes lanes, StorageListener listener) {
		try {
			StateLoading.check(directory, identity);
		}
		catch (IOException ex) {
			throw StorageException.unreadable(directory, ex);
		}
		return new DurableStorage(directory, identity, codec, options, lanes, listener);
	}

	/**
	 * Open the storage of a replica that begins without state under an id that the group
	 * has given it. What a member of the same group has left in the directory is removed.
	 * @param directory where it is
	 * @param identity whose it is
	 * @param codec what reads and writes checkpoints; asked for by {@link #load()}
	 * @param options sizes
	 * @param lanes where the work is done; closed with the storage
	 * @param listener told what becomes of it
	 * @return the storage
	 * @throws StorageException if the directory is another group's, was written by a
	 * another version, or cannot be read or written
	 */
	public static DurableStorage openAnew(StorageDirectory directory, StorageIdentity identity,
			Supplier<CheckpointCodec> codec, DurableOptions options, StorageLanes lanes, StorageListener listener) {
		try {
			StateLoading.makeRoom(directory, identity);
		}
		catch (IOException ex) {
			throw new StorageException("The directory %s cannot be written: %s".formatted(directory.location(), ex),
					"Make sure that the disk works and has space, then start again", ex);
		}
		return open(directory, identity, codec, options, lanes, listener);
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	/**
	 * {@inheritDoc} May be called again after {@link #startOver}.
	 * @throws StorageException if what is there cannot be made durable, or a checkpoint
	 * that is not damaged cannot be read by this application: the replica must not start
	 * then, and nothing is lost
	 */
	@Override
	public @Nullable StoredState load() {
		StoredState ahead = this.readAhead;
		if (ahead != null) {
			this.readAhead = null;
			return ahead;
		}
		if (this.worker != null) {
			if (this.hasState) {
				throw new IllegalStateException("The state has been read already");
			}
			return null;
		}
		try {
			StateLoading.Loaded loaded = new StateLoading(this.context,
					new CheckpointFiles(this.directory, this.codec.get()), this.listener::noticed)
				.load(this.identity);
			StoredState state = loaded.state();
			this.hasState = state != null;
			String lost = loaded.lost();
			this.found = (lost != null) ? lost : this.found;
			this.handedBytes = this.context.meter().bytes();
			this.worker = new StorageWorker(this.queue, loaded.files(), this.listener, this::isOver, this::fail);
			return state;
		}
		catch (IOException ex) {
			throw new StorageException(
					"The directory %s cannot be written: %s".formatted(this.directory.location(), ex),
					"Make sure that the disk works and has space, then start again", ex);
		}
	}

	/**
	 * Find out what {@link #load()} is going to return.
	 * @return the state; {@code null} if there is none
	 * @throws StorageException as {@link #load()} does
	 */
	public @Nullable StoredState readAhead() {
		StoredState state = load();
		this.readAhead = state;
		return state;
	}

	@Override
	public @Nullable String whyStateLost() {
		StorageWorker current = this.worker;
		boolean lost = current != null && current.superblock().state() == Superblock.State.LOST;
		return lost ? this.found : null;
	}

	@Override
	public void append(Entry entry) {
		if (!this.hasState) {
			throw new IllegalStateException("No entry can be kept before promises are");
		}
		add(new StorageQueue.Append(entry));
	}

	@Override
	public void promise(Promises promises) {
		this.hasState = true;
		add(new StorageQueue.Promise(promises));
	}

	@Override
	public void replace(long keep, List<Entry> suffix, Promises promises) {
		if (!this.hasState && keep != 0) {
			throw new IllegalStateException("There is no log of which %d entries could stay".formatted(keep));
		}
		this.hasState = true;
		add(new StorageQueue.Replace(keep, null, suffix, promises));
	}

	@Override
	public void install(Checkpoint checkpoint, List<Entry> suffix, Promises promises) {
		this.hasState = true;
		add(new StorageQueue.Replace(checkpoint.opNumber(), checkpoint, suffix, promises));
		this.bytesAtOffer = this.handedBytes;
	}

	@Override
	public void checkpoint(Checkpoint checkpoint) {
		StorageWorker current = this.worker;
		if (current == null || isOver() || !this.hasState || current.isWriting()) {
			return;
		}
		long worth = Math.max(this.options.checkpointBytes(), current.latestFileBytes() / 2);
		if (this.handedBytes - this.bytesAtOffer >= worth) {
			this.bytesAtOffer = this.handedBytes;
			current.setWriting(true);
			this.queue.add(new StorageQueue.Offer(checkpoint));
			work();
		}
	}

	@Override
	public void commit(long commitNumber) {
		this.queue.commit(commitNumber);
	}

	@Override
	public long flush() {
		long added = this.queue.added();
		if (added == this.before) {
			return 0;
		}
		work();
		return added;
	}

	/**
	 * Distrust what is on the disk, on an operator's word: from the next moment of
	 * durability on this member has lost its state, also after a crash. What was handed
	 * over and is not written is dropped. The files stay until a new state is handed
	 * over.
	 * @param done called, on any thread, when that is durable: then a new replica may
	 * {@link #load()}; never called if the disk has failed or fails
	 */
	public void startOver(Runnable done) {
		this.hasState = false;
		this.readAhead = null;
		boolean offerDropped = this.queue.replaceAll(new StorageQueue.StartOver(done));
		if (offerDropped && this.worker != null) {
			this.worker.setWriting(false);
		}
		this.before = this.queue.added();
		work();
	}

	/**
	 * What operators see. For any thread.
	 * @return the report
	 */
	public StorageReport report() {
		JournalMeter meter = this.context.meter();
		StorageWorker current = this.worker;
		List<CheckpointFile> files = (current != null) ? current.superblock().checkpoints() : List.of();
		CheckpointFile latest = files.isEmpty() ? null : files.get(0);
		long age = (latest != null) ? Math.max(0, this.lanes.currentTimeMillis() - latest.writtenAtMillis()) : -1;
		return new StorageReport(this.directory.location(), whyStateLost() != null, this.failed.get(), meter.bytes(),
				meter.segments(), meter.syncCount(), meter.lastSyncNanos(), (latest != null) ? latest.opNumber() : 0,
				(latest != null) ? latest.bytes() : 0, age, (current != null) ? current.writingOpNumber() : 0,
				(current != null) ? current.writtenBytes() : 0);
	}

	/**
	 * End what is being written, drop the rest, and let go of the directory.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.lanes.close();
		this.directory.close();
	}

	private void add(StorageQueue.Task task) {
		// Counted after a failure too: until the replica has stopped, it must not take
		// what
		// it hands over for what was stored before
		this.handedBytes += task.bytes();
		this.queue.add(task);
	}

	private void work() {
		StorageWorker current = this.worker;
		if (current == null) {
			throw new IllegalStateException("The state has not been read yet");
		}
		if (!isOver() && this.queue.want()) {
			this.lanes.execute(Lane.COMMIT, current::write);
		}
	}

	private boolean isOver() {
		return this.closed || this.failed.get();
	}

	private void fail(Exception ex) {
		if (!this.closed && this.failed.compareAndSet(false, true)) {
			String problem = (ex instanceof IOException)
					? "The directory %s cannot be written: %s. Make sure that the disk works and has space"
					: "The state cannot be kept in the directory %s: %s. Correct the application or the library";
			this.listener.failed((problem + ", then restart the application: until then this replica is stopped and "
					+ "writes nothing")
				.formatted(this.directory.location(), ex));
		}
	}

}
