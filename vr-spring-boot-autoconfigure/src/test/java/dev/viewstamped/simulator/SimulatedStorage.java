package dev.viewstamped.simulator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The disk of a machine: a directory of files. A write is read at once, survives a crash
 * for certain only when the file has been synchronized after it, and the name of a file
 * only when the directory has been. Processes use it through a
 * {@link SimulatedDirectory}.
 */
final class SimulatedStorage {

	private final StorageOptions options;

	private final RandomGenerator random;

	private final List<Runnable> directoryChanges = new ArrayList<>();

	private SortedMap<String, SimulatedFile> files = new TreeMap<>();

	private SortedMap<String, SimulatedFile> durableFiles = new TreeMap<>();

	private long capacityBytes;

	private boolean failsNextSync;

	/**
	 * Create an empty disk.
	 * @param options how bad it is
	 * @param random decides what goes wrong
	 */
	SimulatedStorage(StorageOptions options, RandomGenerator random) {
		this.options = options;
		this.random = random;
		this.capacityBytes = options.capacityBytes();
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
	 * @return the bytes
	 * @throws IOException if there is no such file
	 */
	byte[] read(String name, int position, int length) throws IOException {
		return file(name).read(position, length);
	}

	/**
	 * Write into a file, which is created if there is none. On a full disk only some of
	 * the bytes are written.
	 * @param name its name
	 * @param position where to begin
	 * @param bytes what to write
	 * @throws IOException if the disk is full
	 */
	void write(String name, int position, byte[] bytes) throws IOException {
		SimulatedFile file = this.files.computeIfAbsent(name, this::create);
		long growth = Math.max(0, position + bytes.length - (long) file.size());
		if (growth > this.capacityBytes - usedBytes()) {
			file.write(position, Arrays.copyOf(bytes, this.random.nextInt((int) (bytes.length - growth) + 1)));
			throw new IOException("No space left on device");
		}
		file.write(position, bytes);
	}

	/**
	 * Write at the end of a file, which is created if there is none.
	 * @param name its name
	 * @param bytes what to write
	 * @throws IOException if the disk is full
	 */
	void append(String name, byte[] bytes) throws IOException {
		write(name, Math.max(0, size(name)), bytes);
	}

	/**
	 * Bring to the disk what has been written to a file. After a failure part of it is
	 * lost for good, and synchronizing again does not tell.
	 * @param name its name
	 * @throws IOException if that fails
	 */
	void sync(String name) throws IOException {
		SimulatedFile file = file(name);
		if (this.failsNextSync || this.random.nextDouble() < this.options.syncErrorProbability()) {
			this.failsNextSync = false;
			file.failToSynchronize(this.random);
			throw new IOException("Synchronizing " + name + " failed");
		}
		file.synchronize();
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
	 */
	void syncDirectory() {
		this.directoryChanges.forEach(Runnable::run);
		this.directoryChanges.clear();
	}

	/**
	 * The machine stops. Unsynchronized writes are lost or torn, changes of the directory
	 * are lost from some point on, and sectors may be corrupt afterwards.
	 */
	void crash() {
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
	 * The disk is replaced by an empty one.
	 */
	void replace() {
		this.directoryChanges.clear();
		this.files = new TreeMap<>();
		this.durableFiles = new TreeMap<>();
		this.capacityBytes = this.options.capacityBytes();
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
	 * Damage all sectors of a file that are on the disk.
	 * @param name the file
	 */
	void corruptAll(String name) {
		for (int sector = 0; sector < durableSectors(name); sector++) {
			corrupt(name, sector);
		}
	}

	/**
	 * Damage any sector that is on the disk.
	 * @return where, {@code null} if there is none
	 */
	@Nullable String corruptAny() {
		List<String> names = this.files.keySet().stream().filter((name) -> durableSectors(name) > 0).toList();
		if (names.isEmpty()) {
			return null;
		}
		String name = names.get(this.random.nextInt(names.size()));
		int sector = this.random.nextInt(durableSectors(name));
		corrupt(name, sector);
		return "sector " + sector + " of " + name;
	}

	/**
	 * Damage the last sector of some files that has anything but zeros.
	 * @param prefix how the names of the files begin; the last of them counts
	 * @return where
	 */
	String corruptEnd(String prefix) {
		String name = this.files.keySet()
			.stream()
			.filter((file) -> file.startsWith(prefix))
			.reduce((one, other) -> other)
			.orElseThrow();
		int sector = durableSectors(name) - 1;
		while (isBlank(name, sector)) {
			sector--;
		}
		corrupt(name, sector);
		return "sector " + sector + " of " + name;
	}

	private boolean isBlank(String name, int sector) {
		for (byte each : Objects.requireNonNull(this.files.get(name))
			.read(sector * SimulatedFile.SECTOR_BYTES, SimulatedFile.SECTOR_BYTES)) {
			if (each != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Let the next synchronization of a file fail.
	 */
	void failNextSync() {
		this.failsNextSync = true;
	}

	/**
	 * Something else takes the space that is free.
	 * @param freeBytes bytes that are left for new data
	 */
	void fill(long freeBytes) {
		this.capacityBytes = usedBytes() + freeBytes;
	}

	/**
	 * There is space again, and no synchronization will fail.
	 */
	void mend() {
		this.capacityBytes = this.options.capacityBytes();
		this.failsNextSync = false;
	}

	private int durableSectors(String name) {
		SimulatedFile file = this.files.get(name);
		return (file != null) ? file.durableSectors() : 0;
	}

	private SimulatedFile file(String name) throws FileNotFoundException {
		SimulatedFile file = this.files.get(name);
		if (file == null) {
			throw new FileNotFoundException(name);
		}
		return file;
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

	/** A change of the names of files. */
	private interface Change {

		void apply(SortedMap<String, SimulatedFile> names);

	}

}
