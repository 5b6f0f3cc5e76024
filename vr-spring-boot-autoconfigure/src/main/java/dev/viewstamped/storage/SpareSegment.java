package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file of the size of a segment, ready to become the next one: to write where a file
 * has bytes already is faster than to let it grow. What is in it does not matter, because
 * no record is valid in a place for which it was not written.
 */
final class SpareSegment {

	private static final String FILE = "journal.spare";

	private static final int PIECE_BYTES = 1 << 18;

	private final StorageDirectory directory;

	private final long bytes;

	private final AtomicBoolean ready = new AtomicBoolean();

	SpareSegment(StorageDirectory directory, long bytes) {
		this.directory = directory;
		this.bytes = bytes;
	}

	/**
	 * Find what an earlier process has left.
	 * @throws IOException if that fails
	 */
	void open() throws IOException {
		this.ready.set(this.directory.size(FILE) >= this.bytes);
	}

	/**
	 * Have a file ready. On the background lane.
	 * @throws IOException if that fails
	 */
	void make() throws IOException {
		if (!this.ready.get()) {
			this.directory.delete(FILE);
			fill(FILE);
			this.ready.set(true);
		}
	}

	/**
	 * Take a segment that is not needed any more, or remove it. On the background lane.
	 * @param segment the segment
	 * @throws IOException if that fails
	 */
	void recycle(long segment) throws IOException {
		String fileName = SegmentHeader.fileName(segment);
		if (!this.ready.get() && this.directory.size(fileName) >= this.bytes) {
			this.directory.rename(fileName, FILE);
			this.ready.set(true);
		}
		else {
			this.directory.delete(fileName);
		}
	}

	/**
	 * Make the file a segment if it is ready.
	 * @param segment number of the segment
	 * @param wait whether to make one if it is not
	 * @throws IOException if that fails
	 */
	void become(long segment, boolean wait) throws IOException {
		String fileName = SegmentHeader.fileName(segment);
		this.directory.delete(fileName);
		if (this.ready.get()) {
			this.directory.rename(FILE, fileName);
			this.ready.set(false);
		}
		else if (wait) {
			fill(fileName);
		}
	}

	boolean isReady() {
		return this.ready.get();
	}

	private void fill(String fileName) throws IOException {
		ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(this.bytes, PIECE_BYTES));
		for (long position = 0; position < this.bytes; position += zeros.capacity()) {
			zeros.clear().limit((int) Math.min(zeros.capacity(), this.bytes - position));
			this.directory.write(fileName, position, zeros);
		}
		this.directory.sync(fileName);
	}

}
