package dev.viewstamped.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.viewstamped.storage.StorageDirectory;

/**
 * A process's use of a disk. It ends with the process, in the midst of anything.
 */
final class SimulatedDirectory implements StorageDirectory {

	private final SimulatedStorage disk;

	private final String location;

	private long operationsLeft = Long.MAX_VALUE;

	SimulatedDirectory(SimulatedStorage disk, String location) {
		this.disk = disk;
		this.location = location;
	}

	/**
	 * The process dies after some more operations: the one after them is the first that
	 * is not done.
	 * @param operations how many
	 */
	void dieAfter(int operations) {
		this.operationsLeft = operations;
	}

	@Override
	public String location() {
		return this.location;
	}

	@Override
	public List<String> list() {
		operate();
		return List.copyOf(this.disk.list());
	}

	@Override
	public long size(String name) {
		operate();
		return this.disk.size(name);
	}

	@Override
	public void read(String name, long position, ByteBuffer into) throws IOException {
		operate();
		into.put(this.disk.read(name, Math.toIntExact(position), into.remaining()));
	}

	@Override
	public void write(String name, long position, ByteBuffer from) throws IOException {
		operate();
		byte[] bytes = new byte[from.remaining()];
		from.get(bytes);
		this.disk.write(name, Math.toIntExact(position), bytes);
	}

	@Override
	public void sync(String name) throws IOException {
		operate();
		this.disk.sync(name);
	}

	@Override
	public void trim(String name, long size) {
		operate();
	}

	@Override
	public void rename(String from, String to) {
		operate();
		this.disk.rename(from, to);
	}

	@Override
	public void delete(String name) {
		operate();
		this.disk.delete(name);
	}

	@Override
	public void syncDirectory() {
		operate();
		this.disk.syncDirectory();
	}

	@Override
	public void close() {
		this.operationsLeft = 0;
	}

	private void operate() {
		if (this.operationsLeft <= 0) {
			throw new ProcessDied();
		}
		this.operationsLeft--;
	}

	/**
	 * Ends what a process was about to do.
	 */
	@SuppressWarnings("serial")
	static final class ProcessDied extends Error {

		ProcessDied() {
			super("The process has died", null, false, false);
		}

	}

}
