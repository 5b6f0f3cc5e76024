package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a segment of the journal.
 *
 * @param generation number of the journal; another one begins whenever the state is
 * replaced
 * @param segment number of the segment
 * @param previousEnd position at which the records of the segment before end, 0 if this
 * is the first one
 */
record SegmentHeader(long generation, long segment, long previousEnd) {

	/**
	 * Where the records begin.
	 */
	static final int BYTES = 64;

	private static final long MAGIC = 0x5652_4A4F_5552_4E31L;

	private static final int CHECKED_BYTES = 4 * Long.BYTES;

	static String fileName(long segment) {
		return "journal-" + segment;
	}

	/**
	 * Number of the segment that a file is.
	 * @param fileName name of the file
	 * @return the number, -1 if it is none
	 */
	static long segment(String fileName) {
		return fileName.matches("journal-[1-9][0-9]{0,17}") ? Long.parseLong(fileName.substring("journal-".length()))
				: -1;
	}

	void write(ByteWriter out) {
		int start = out.position();
		out.writeLong(MAGIC);
		out.writeLong(this.generation);
		out.writeLong(this.segment);
		out.writeLong(this.previousEnd);
		CRC32C crc = new CRC32C();
		crc.update(out.buffer(), start, CHECKED_BYTES);
		out.writeInt((int) crc.getValue());
		out.pad(BYTES);
	}

	static @Nullable SegmentHeader read(StorageDirectory directory, long segment) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(BYTES);
		directory.read(fileName(segment), 0, bytes);
		CRC32C crc = new CRC32C();
		crc.update(bytes.array(), 0, CHECKED_BYTES);
		bytes.clear();
		boolean magic = bytes.getLong() == MAGIC;
		SegmentHeader header = new SegmentHeader(bytes.getLong(), bytes.getLong(), bytes.getLong());
		boolean valid = magic && bytes.getInt() == (int) crc.getValue() && header.segment() == segment;
		return valid ? header : null;
	}

}
