package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment.
 */
final class SegmentReader {

	private static final int WINDOW_BYTES = 1 << 18;

	private final StorageDirectory directory;

	private final String fileName;

	private final long generation;

	private final long segment;

	private final long size;

	private final RecordFrame frame = new RecordFrame();

	private byte[] window = {};

	private long windowStart;

	private int windowBytes;

	SegmentReader(StorageDirectory directory, long generation, long segment) throws IOException {
		this.directory = directory;
		this.fileName = SegmentHeader.fileName(segment);
		this.generation = generation;
		this.segment = segment;
		this.size = directory.size(this.fileName);
	}

	/**
	 * A record.
	 *
	 * @param type what it says
	 * @param batchStart where its batch begins
	 * @param end where the next record begins
	 * @param body the body, valid until the next one is read
	 */
	record Found(RecordType type, long batchStart, long end, ByteReader body) {

	}

	/**
	 * Read the record at a position.
	 * @param position the position
	 * @return the record, {@code null} if there is no valid one
	 * @throws IOException if the file cannot be read
	 */
	@Nullable Found read(long position) throws IOException {
		return read(position, 0);
	}

	/**
	 * Whether a valid record tells that what is at a position has been synchronized.
	 * @param position the position
	 * @return {@code true} if one does
	 * @throws IOException if the file cannot be read
	 */
	boolean isKnownToBeSynced(long position) throws IOException {
		for (long at = position; at < this.size; at += RecordFrame.ALIGNMENT) {
			if (read(at, position + 1) != null) {
				return true;
			}
		}
		return false;
	}

	private @Nullable Found read(long position, long minBatchStart) throws IOException {
		int offset = load(position, RecordFrame.BYTES);
		if (offset < 0) {
			return null;
		}
		ByteBuffer header = ByteBuffer.wrap(this.window, offset, RecordFrame.BYTES);
		int checksum = header.getInt();
		int bodyBytes = header.getInt();
		long batchStart = (long) header.getInt() * RecordFrame.ALIGNMENT;
		RecordType type = RecordType.of(header.get());
		if (type == null || bodyBytes < 0 || bodyBytes > RecordFrame.MAX_BODY_BYTES || batchStart < minBatchStart
				|| batchStart > position) {
			return null;
		}
		offset = load(position, RecordFrame.BYTES + bodyBytes);
		if (offset < 0 || checksum != this.frame.checksum(this.generation, this.segment, position, this.window, offset,
				bodyBytes)) {
			return null;
		}
		return new Found(type, batchStart, position + RecordFrame.lengthOf(bodyBytes),
				new ByteReader(this.window, offset + RecordFrame.BYTES, bodyBytes));
	}

	private int load(long position, int length) throws IOException {
		if (position + length > this.size) {
			return -1;
		}
		if (position < this.windowStart || position + length > this.windowStart + this.windowBytes) {
			int bytes = (int) Math.min(Math.max(length, WINDOW_BYTES), this.size - position);
			if (this.window.length < bytes) {
				this.window = new byte[bytes];
			}
			ByteBuffer into = ByteBuffer.wrap(this.window, 0, bytes);
			this.directory.read(this.fileName, position, into);
			this.windowStart = position;
			this.windowBytes = into.position();
			if (into.position() < length) {
				return -1;
			}
		}
		return (int) (position - this.windowStart);
	}

}
