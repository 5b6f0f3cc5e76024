package dev.viewstamped.simulator;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.replica.Storage;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.storage.DurableOptions;
import dev.viewstamped.storage.DurableStorage;
import dev.viewstamped.storage.StorageIdentity;
import dev.viewstamped.storage.StorageListener;

/**
 * The machine that a member's processes run on in durable mode: its disk, and what the
 * process that runs has of it.
 */
final class SimulatedMachine {

	private final int memberId;

	private final Cluster cluster;

	private final SplittableRandom random;

	private final SimulatedStorage disk;

	private final DiskModel model;

	private @Nullable SimulatedDirectory directory;

	private @Nullable SimulatedLanes lanes;

	private boolean failing;

	SimulatedMachine(int memberId, Cluster cluster) {
		this.memberId = memberId;
		this.cluster = cluster;
		this.random = new SplittableRandom(cluster.options().seed() * 41 + memberId);
		this.disk = new SimulatedStorage(StorageOptions.reliable(), this.random.split());
		this.model = new DiskModel(memberId);
		cluster.checker().disks().watch(memberId, this.model);
	}

	/**
	 * Open the storage of a process.
	 * @param codec reads and writes its checkpoints
	 * @param process runs what is due, unless the process has died
	 * @param stored told of what is durable
	 * @param failed told that the disk has failed
	 * @return the storage
	 */
	Storage open(CheckpointCodec codec, Consumer<Runnable> process, LongConsumer stored, Consumer<String> failed) {
		SimulatedDirectory opened = new SimulatedDirectory(this.disk, "disk" + this.memberId);
		SimulatedLanes threads = new SimulatedLanes(this.cluster.events(), this.random.split(),
				Objects.requireNonNull(this.cluster.options().disk()).meanNanos(), process);
		this.directory = opened;
		this.lanes = threads;
		DurableOptions options = Objects.requireNonNull(this.cluster.options().disk()).options();
		Storage storage = DurableStorage.open(opened, new StorageIdentity("group", this.memberId), () -> codec, options,
				threads, new StorageListener() {

					@Override
					public void stored(long sequence) {
						if (isAlive(threads)) {
							SimulatedMachine.this.model.stored(sequence);
							stored.accept(sequence);
						}
					}

					@Override
					public void failed(String message) {
						if (isAlive(threads)) {
							failed.accept(message);
						}
					}

					@Override
					public void noticed(String message) {
						note(message);
					}

				});
		return this.model.watch(storage, () -> this.cluster.progress().count(Progress.Kind.DISK_TAKEN_UP, 1), (had) -> {
			this.cluster.progress().count(Progress.Kind.DISK_NOT_TRUSTED, 1);
			this.cluster.checker().diskLost(this.memberId, had);
		});
	}

	/**
	 * The process dies, in the midst of what it writes. The machine does not: all that
	 * was written can be read.
	 */
	void processDies() {
		SimulatedLanes threads = this.lanes;
		SimulatedDirectory used = this.directory;
		this.lanes = null;
		this.directory = null;
		if (threads != null && used != null) {
			threads.die(used);
		}
		this.disk.mend();
		this.failing = false;
	}

	/**
	 * The machine stops, and with it the process. What was not synchronized may be lost.
	 */
	void stops() {
		processDies();
		this.disk.crash();
	}

	/**
	 * The disk is replaced by an empty one. Only between processes.
	 */
	void loseDisk() {
		note("gets another disk, an empty one");
		this.disk.replace();
		this.model.damaged();
	}

	/**
	 * The storage is emptied for another life. Only between processes.
	 */
	void startOver() {
		this.disk.replace();
		Kept had = this.model.startOver();
		if (had.promises() != null) {
			this.cluster.checker().diskLost(this.memberId, had);
		}
	}

	/**
	 * A sector of the disk goes bad. Only between processes.
	 */
	void corrupt() {
		String where = this.disk.corruptAny();
		if (where != null) {
			note("has lost " + where);
			this.model.damaged();
		}
	}

	/**
	 * The last sector that something was written to goes bad, of the files whose names
	 * begin so.
	 */
	void corruptEnd(String prefix) {
		note("has lost " + this.disk.corruptEnd(prefix));
		this.model.damaged();
	}

	/**
	 * All sectors of a file go bad. Only between processes.
	 */
	void corrupt(String file) {
		note("has lost " + file);
		this.disk.corruptAll(file);
		this.model.damaged();
	}

	/**
	 * The next synchronization fails.
	 */
	void failNextSync() {
		this.failing = true;
		this.disk.failNextSync();
	}

	/**
	 * Something fills the disk.
	 */
	void fill() {
		this.failing = true;
		this.disk.fill(this.random.nextInt(2000));
	}

	/**
	 * The disk does nothing any more, and does not say so.
	 */
	void hang() {
		this.failing = true;
		used().hang();
	}

	/**
	 * The disk goes on.
	 */
	void goOn() {
		this.failing = false;
		used().goOn();
	}

	private SimulatedLanes used() {
		return Objects.requireNonNull(this.lanes, "No process uses the disk");
	}

	/**
	 * Whether the storage may fail.
	 */
	boolean isFailing() {
		return this.failing;
	}

	/**
	 * Whether something is on the disk that a process can go on from.
	 */
	boolean hasState() {
		return this.model.isUsed() && !this.model.isDamaged();
	}

	SimulatedStorage disk() {
		return this.disk;
	}

	private boolean isAlive(SimulatedLanes threads) {
		return this.lanes == threads;
	}

	private void note(String message) {
		this.cluster.log().note("member " + this.memberId + " " + message);
	}

}
