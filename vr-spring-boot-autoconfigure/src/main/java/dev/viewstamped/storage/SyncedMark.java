package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Up to where the journal has been synchronized. Written each time and not synchronized
 * itself: exact after the death of the process, and never ahead of the truth after that
 * of the machine. It tells a record that was being written, which nobody was told of,
 * from one that was damaged later.
 *
 * @param generation number of the journal
 * @param segment number of the segment
 * @param position where in the segment all that comes before is durable
 */
record SyncedMark(long generation, long segment, long position) {

	static final SyncedMark NONE = new SyncedMark(0, 0, 0);

	static final String FILE = "synced";

	private static final int SLOT_BYTES = 512;

	private static final int CHECKED_BYTES = 3 * Long.BYTES;

	/**
	 * Write the mark over the last but one.
	 * @param directory where
	 * @param turn counts the marks
	 * @throws IOException if that fails
	 */
	void write(StorageDirectory directory, long turn) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(CHECKED_BYTES + Integer.BYTES);
		bytes.putLong(this.generation).putLong(this.segment).putLong(this.position);
		bytes.putInt(checksum(bytes));
		directory.write(FILE, (turn & 1) * SLOT_BYTES, bytes.flip());
	}

	static SyncedMark read(StorageDirectory directory) throws IOException {
		SyncedMark latest = NONE;
		if (directory.size(FILE) < 0) {
			return latest;
		}
		for (int slot = 0; slot < 2; slot++) {
			ByteBuffer bytes = ByteBuffer.allocate(CHECKED_BYTES + Integer.BYTES);
			directory.read(FILE, (long) slot * SLOT_BYTES, bytes);
			bytes.clear();
			SyncedMark mark = new SyncedMark(bytes.getLong(), bytes.getLong(), bytes.getLong());
			if (bytes.getInt() == checksum(bytes) && mark.isAfter(latest)) {
				latest = mark;
			}
		}
		return latest;
	}

	boolean isAfter(SyncedMark other) {
		if (this.generation != other.generation) {
			return this.generation > other.generation;
		}
		return (this.segment != other.segment) ? this.segment > other.segment : this.position > other.position;
	}

	private static int checksum(ByteBuffer bytes) {
		CRC32C crc = new CRC32C();
		crc.update(bytes.array(), 0, CHECKED_BYTES);
		return (int) crc.getValue();
	}

}
