package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The content of a file: what is on the disk, and what a running process reads, which has
 * writes that a crash may lose. A sector is written whole or not at all.
 */
final class SimulatedFile {

	static final int SECTOR_BYTES = 512;

	private final List<SectorWrite> unsynced = new ArrayList<>();

	private final Content cached = new Content();

	private final Content durable = new Content();

	private long lastWrite;

	byte[] read(int position, int length) {
		return this.cached.get(position, length);
	}

	int size() {
		return this.cached.size;
	}

	void write(int position, byte[] bytes) {
		this.cached.put(position, bytes);
		int done = 0;
		while (done < bytes.length) {
			int start = position + done;
			int length = Math.min(SECTOR_BYTES - start % SECTOR_BYTES, bytes.length - done);
			this.unsynced.add(new SectorWrite(++this.lastWrite, start, Arrays.copyOfRange(bytes, done, done + length)));
			done += length;
		}
	}

	/**
	 * Bring all writes to the disk.
	 */
	void synchronize() {
		settle((write) -> true);
	}

	/**
	 * Bring some writes to the disk, and never the others: later synchronizations do not
	 * know of them any more, though reads still see them.
	 * @param random decides which
	 */
	void failToSynchronize(RandomGenerator random) {
		settle((write) -> random.nextBoolean());
	}

	/**
	 * The machine stops. Of the writes that were not synchronized none, some in order
	 * from the first one on, or any sectors survive.
	 * @param random decides which
	 */
	void crash(RandomGenerator random) {
		int kind = random.nextInt(3);
		int prefix = (kind == 1) ? random.nextInt(this.unsynced.size() + 1) : 0;
		long lastOfPrefix = (prefix > 0) ? this.unsynced.get(prefix - 1).number() : 0;
		settle((write) -> (kind == 2) ? random.nextBoolean() : write.number() <= lastOfPrefix);
		this.cached.setTo(this.durable);
	}

	/**
	 * Damage a sector that is on the disk.
	 * @param sector which one
	 * @param random decides how
	 */
	void corrupt(int sector, RandomGenerator random) {
		int from = sector * SECTOR_BYTES;
		long pattern = random.nextLong();
		this.durable.damage(from, from + SECTOR_BYTES, pattern);
		this.cached.damage(from, from + SECTOR_BYTES, pattern);
	}

	int durableSectors() {
		return (this.durable.size + SECTOR_BYTES - 1) / SECTOR_BYTES;
	}

	private void settle(Predicate<SectorWrite> survives) {
		for (SectorWrite each : this.unsynced) {
			if (survives.test(each)) {
				this.durable.put(each.position(), each.bytes());
			}
		}
		this.unsynced.clear();
	}

	private record SectorWrite(long number, int position, byte[] bytes) {

	}

	/**
	 * Bytes that grow; what was never written is 0.
	 */
	private static final class Content {

		private byte[] bytes = {};

		private int size;

		private void put(int position, byte[] written) {
			int end = position + written.length;
			if (end > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(end, 2 * this.bytes.length));
			}
			System.arraycopy(written, 0, this.bytes, position, written.length);
			this.size = Math.max(this.size, end);
		}

		private byte[] get(int position, int length) {
			int from = Math.min(position, this.size);
			return Arrays.copyOfRange(this.bytes, from, Math.min(from + length, this.size));
		}

		private void damage(int from, int to, long pattern) {
			for (int i = from; i < Math.min(to, this.size); i++) {
				this.bytes[i] ^= (byte) (pattern | 1);
			}
		}

		private void setTo(Content other) {
			this.bytes = Arrays.copyOf(other.bytes, other.size);
			this.size = other.size;
		}

	}

}
