package dev.viewstamped.simulator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The disk of a machine: a directory of files. Operations take time and end by a call of
 * a {@link Callback}, in the order in which they began, for one file. A write is read at
 * once, survives a crash for certain only when the file has been synchronized after it,
 * and the name of a file only when the directory has been. What is in flight when the
 * process dies is never answered.
 */
final class SimulatedStorage {

	private final StorageOptions options;

	private final EventQueue events;

	private final RandomGenerator random;

	private final List<Runnable> directoryChanges = new ArrayList<>();

	private final SortedMap<String, Long> busyUntilNanos = new TreeMap<>();

	private SortedMap<String, SimulatedFile> files = new TreeMap<>();

	private SortedMap<String, SimulatedFile> durableFiles = new TreeMap<>();

	private int life;

	private boolean failsNextSync;

	/**
	 * Create an empty disk.
	 * @param options how slow and bad it is
	 * @param events runs the callbacks
	 * @param random decides what goes wrong
	 */
	SimulatedStorage(StorageOptions options, EventQueue events, RandomGenerator random) {
		this.options = options;
		this.events = events;
		this.random = random;
	}

	/**
	 * The names of all files.
	 * @return a copy, in order
	 */
	SortedSet<String> list() {
		return new TreeSet<>(this.files.keySet());
	}

	/**
	 * Size of a file.
	 * @param name its name
	 * @return bytes, -1 if there is no such file
	 */
	int size(String name) {
		SimulatedFile file = this.files.get(name);
		return (file != null) ? file.size() : -1;
	}

	/**
	 * Read from a file; fewer bytes where it ends.
	 * @param name its name
	 * @param position where to begin
	 * @param length how many bytes
	 * @param callback takes the bytes
	 */
	void read(String name, int position, int length, Callback<byte[]> callback) {
		SimulatedFile file = this.files.get(name);
		if (file == null) {
			answer(name, this.options.meanWriteNanos(), () -> callback.failed(new FileNotFoundException(name)));
			return;
		}
		answer(name, this.options.meanWriteNanos(), () -> callback.done(file.read(position, length)));
	}

	/**
	 * Write into a file, which is created if there is none. On a full disk only some of
	 * the bytes are written.
	 * @param name its name
	 * @param position where to begin
	 * @param bytes what to write
	 * @param callback called when all of it can be read
	 */
	void write(String name, int position, byte[] bytes, Callback<Void> callback) {
		SimulatedFile file = this.files.computeIfAbsent(name, this::create);
		long room = this.options.capacityBytes() - usedBytes() + Math.max(0, file.size() - position);
		if (bytes.length > room) {
			file.write(position, Arrays.copyOf(bytes, this.random.nextInt((int) Math.max(1, room + 1))));
			answer(name, this.options.meanWriteNanos(),
					() -> callback.failed(new IOException("No space left on device")));
			return;
		}
		file.write(position, bytes);
		answer(name, this.options.meanWriteNanos(), () -> callback.done(null));
	}

	/**
	 * Write at the end of a file, which is created if there is none.
	 * @param name its name
	 * @param bytes what to write
	 * @param callback called when it can be read
	 */
	void append(String name, byte[] bytes, Callback<Void> callback) {
		write(name, Math.max(0, size(name)), bytes, callback);
	}

	/**
	 * Bring to the disk what has been written to a file until now. After a failure part
	 * of it is lost for good, and synchronizing again does not tell.
	 * @param name its name
	 * @param callback called when all of it survives a crash
	 */
	void sync(String name, Callback<Void> callback) {
		SimulatedFile file = this.files.get(name);
		if (file == null) {
			answer(name, this.options.meanWriteNanos(), () -> callback.failed(new FileNotFoundException(name)));
			return;
		}
		long write = file.lastWrite();
		answer(name, this.options.meanSyncNanos(), () -> {
			if (this.failsNextSync || this.random.nextDouble() < this.options.syncErrorProbability()) {
				this.failsNextSync = false;
				file.failToSynchronizeUpTo(write, this.random);
				callback.failed(new IOException("Synchronizing " + name + " failed"));
			}
			else {
				file.synchronizeUpTo(write);
				callback.done(null);
			}
		});
	}

	/**
	 * Give a file another name, in place of the file that had it.
	 * @param from the name it has
	 * @param to the name it gets
	 */
	void rename(String from, String to) {
		changeDirectory((names) -> {
			SimulatedFile file = names.remove(from);
			if (file != null) {
				names.put(to, file);
			}
		});
	}

	/**
	 * Remove a file.
	 * @param name its name
	 */
	void delete(String name) {
		changeDirectory((names) -> names.remove(name));
	}

	/**
	 * Bring to the disk which files there are now, and their names.
	 * @param callback called when that survives a crash
	 */
	void syncDirectory(Callback<Void> callback) {
		List<Runnable> changes = List.copyOf(this.directoryChanges);
		answer("", this.options.meanSyncNanos(), () -> {
			// A crash or an earlier call may have settled some of them
			for (Runnable change : changes) {
				if (this.directoryChanges.remove(change)) {
					change.run();
				}
			}
			callback.done(null);
		});
	}

	/**
	 * The process dies and its machine does not: what was written stays, and what is in
	 * flight is not answered.
	 */
	void processDied() {
		this.life++;
		this.busyUntilNanos.clear();
	}

	/**
	 * The process and its machine die. Unsynchronized writes are lost or torn, changes of
	 * the directory are lost from some point on, and sectors may be corrupt afterwards.
	 */
	void crash() {
		processDied();
		int survivors = this.random.nextInt(this.directoryChanges.size() + 1);
		this.directoryChanges.subList(0, survivors).forEach(Runnable::run);
		this.directoryChanges.clear();
		this.files = new TreeMap<>(this.durableFiles);
		this.files.values().forEach((file) -> file.crash(this.random));
		this.files.forEach((name, file) -> {
			for (int sector = 0; sector < file.durableSectors(); sector++) {
				if (this.random.nextDouble() < this.options.corruptionProbability()) {
					file.corrupt(sector, this.random);
				}
			}
		});
	}

	/**
	 * The disk is replaced by an empty one. Only for a process that is dead.
	 */
	void replace() {
		processDied();
		this.directoryChanges.clear();
		this.files = new TreeMap<>();
		this.durableFiles = new TreeMap<>();
	}

	/**
	 * Damage a sector of a file that is on the disk.
	 * @param name the file
	 * @param sector which one
	 */
	void corrupt(String name, int sector) {
		SimulatedFile file = this.files.get(name);
		if (file == null) {
			throw new IllegalArgumentException("No file '" + name + "' to damage, but " + list());
		}
		file.corrupt(sector, this.random);
	}

	/**
	 * Let the next synchronization of a file fail.
	 */
	void failNextSync() {
		this.failsNextSync = true;
	}

	private SimulatedFile create(String name) {
		SimulatedFile created = new SimulatedFile();
		this.directoryChanges.add(() -> this.durableFiles.put(name, created));
		return created;
	}

	private void changeDirectory(Change change) {
		change.apply(this.files);
		this.directoryChanges.add(() -> change.apply(this.durableFiles));
	}

	private long usedBytes() {
		return this.files.values().stream().mapToLong(SimulatedFile::size).sum();
	}

	private void answer(String name, long meanNanos, Runnable action) {
		// The strict logarithm is the same on every JDK and processor
		long extra = (long) (-StrictMath.log(1 - this.random.nextDouble()) * meanNanos);
		long begin = Math.max(this.events.nowNanos(), this.busyUntilNanos.getOrDefault(name, 0L));
		long end = begin + this.options.minLatencyNanos() + extra;
		this.busyUntilNanos.put(name, end);
		int current = this.life;
		this.events.after(end - this.events.nowNanos(), () -> {
			if (this.life == current) {
				action.run();
			}
		});
	}

	/**
	 * What becomes of an operation.
	 *
	 * @param <T> the type of its result
	 */
	interface Callback<T> {

		/**
		 * The operation is done.
		 * @param result its result, {@code null} if it has none
		 */
		void done(@Nullable T result);

		/**
		 * The operation has failed.
		 * @param ex why
		 */
		void failed(IOException ex);

	}

	/** A change of the names of files. */
	private interface Change {

		void apply(SortedMap<String, SimulatedFile> names);

	}

}
