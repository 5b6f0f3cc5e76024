package dev.viewstamped.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads a file that {@link BlockOutputStream} has written: gives no byte that has not
 * been checked.
 */
final class BlockInputStream extends InputStream {

	private final StorageDirectory directory;

	private final String fileName;

	private final CRC32C crc = new CRC32C();

	private final ByteBuffer block = ByteBuffer
		.allocate(BlockOutputStream.HEADER_BYTES + BlockOutputStream.BLOCK_BYTES);

	private int number;

	private long position;

	private boolean ended;

	BlockInputStream(StorageDirectory directory, String fileName) {
		this.directory = directory;
		this.fileName = fileName;
		this.block.limit(0);
	}

	@Override
	public int read() throws IOException {
		return hasNext() ? this.block.get() & 0xFF : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (!hasNext()) {
			return -1;
		}
		int count = Math.min(length, this.block.remaining());
		this.block.get(bytes, offset, count);
		return count;
	}

	/**
	 * See that there is nothing more but the end.
	 * @throws IOException if there is
	 */
	void expectEnd() throws IOException {
		if (hasNext()) {
			throw new MalformedRecordException("'%s' has more bytes than expected".formatted(this.fileName));
		}
	}

	private boolean hasNext() throws IOException {
		if (!this.block.hasRemaining() && !this.ended) {
			readBlock();
		}
		return this.block.hasRemaining();
	}

	private void readBlock() throws IOException {
		this.block.clear();
		this.directory.read(this.fileName, this.position, this.block);
		int available = this.block.position();
		int length = (available >= BlockOutputStream.HEADER_BYTES) ? this.block.getInt(Integer.BYTES) : -1;
		int checksum = this.block.getInt(2 * Integer.BYTES);
		int end = BlockOutputStream.HEADER_BYTES + length;
		boolean valid = length >= 0 && end <= available && this.block.getInt(0) == this.number;
		if (valid) {
			this.block.putInt(2 * Integer.BYTES, 0);
			this.crc.reset();
			this.crc.update(this.block.array(), 0, end);
			valid = checksum == (int) this.crc.getValue();
		}
		if (!valid) {
			this.block.limit(0);
			throw new MalformedRecordException(
					"'%s' is damaged at position %d".formatted(this.fileName, this.position));
		}
		this.number++;
		this.position += end;
		this.ended = length == 0;
		this.block.position(BlockOutputStream.HEADER_BYTES).limit(end);
	}

}
