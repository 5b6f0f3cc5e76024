package dev.viewstamped.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frame of a record: checksum, length of the body, where the batch of the record
 * begins, type. The checksum covers all of it and the place where the record is, so that
 * a record is valid in one place only. A record that names a batch tells that everything
 * before that batch has been synchronized.
 */
final class RecordFrame {

	/**
	 * Bytes before the body.
	 */
	static final int BYTES = 4 + 4 + 4 + 1;

	/**
	 * Records begin at multiples of this.
	 */
	static final int ALIGNMENT = 8;

	/**
	 * The longest body.
	 */
	static final int MAX_BODY_BYTES = 128 << 20;

	private final CRC32C crc = new CRC32C();

	private final ByteBuffer place = ByteBuffer.allocate(3 * Long.BYTES);

	/**
	 * The bytes of a record, up to the one that follows.
	 * @param bodyBytes length of its body
	 * @return the length
	 */
	static int lengthOf(int bodyBytes) {
		return (BYTES + bodyBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

	/**
	 * The checksum of a record.
	 * @param generation number of the journal
	 * @param segment number of the segment
	 * @param position where in the segment the record begins
	 * @param bytes holds the record
	 * @param offset where in the bytes it begins
	 * @param bodyBytes length of its body
	 * @return the checksum
	 */
	int checksum(long generation, long segment, long position, byte[] bytes, int offset, int bodyBytes) {
		this.place.clear();
		this.place.putLong(generation).putLong(segment).putLong(position);
		this.crc.reset();
		this.crc.update(this.place.array(), 0, this.place.capacity());
		this.crc.update(bytes, offset + Integer.BYTES, BYTES - Integer.BYTES + bodyBytes);
		return (int) this.crc.getValue();
	}

}
