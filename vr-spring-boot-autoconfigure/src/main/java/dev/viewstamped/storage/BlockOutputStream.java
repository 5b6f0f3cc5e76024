package dev.viewstamped.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Writes a file in blocks, each with its number, length and checksum; an empty block ends
 * it. Synchronizes as it goes, so that the disk never has much to do at once.
 */
final class BlockOutputStream extends OutputStream {

	static final int BLOCK_BYTES = 1 << 16;

	/**
	 * Number, length and checksum.
	 */
	static final int HEADER_BYTES = 3 * Integer.BYTES;

	private static final int SYNC_BLOCKS = 64;

	private final StorageDirectory directory;

	private final String fileName;

	private final Progress progress;

	private final ByteWriter block = new ByteWriter(HEADER_BYTES + BLOCK_BYTES);

	private final CRC32C crc = new CRC32C();

	private int number;

	private long position;

	/**
	 * Learns how far a file has been written.
	 */
	@FunctionalInterface
	interface Progress {

		/**
		 * Some more is written. May take time.
		 * @param bytes size of the file
		 * @throws IOException if no more is to be written
		 */
		void written(long bytes) throws IOException;

	}

	BlockOutputStream(StorageDirectory directory, String fileName, Progress progress) {
		this.directory = directory;
		this.fileName = fileName;
		this.progress = progress;
		begin();
	}

	@Override
	public void write(int value) throws IOException {
		this.block.writeByte(value);
		if (this.block.position() == HEADER_BYTES + BLOCK_BYTES) {
			end();
		}
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		int done = 0;
		while (done < length) {
			int count = Math.min(length - done, HEADER_BYTES + BLOCK_BYTES - this.block.position());
			this.block.writeRaw(bytes, offset + done, count);
			done += count;
			if (this.block.position() == HEADER_BYTES + BLOCK_BYTES) {
				end();
			}
		}
	}

	/**
	 * Write what is left and the end.
	 * @return size of the file
	 * @throws IOException if that fails
	 */
	long finish() throws IOException {
		if (this.block.position() > HEADER_BYTES) {
			end();
		}
		end();
		return this.position;
	}

	private void begin() {
		this.block.clear();
		this.block.writeInt(this.number);
		this.block.writeInt(0);
		this.block.writeInt(0);
	}

	private void end() throws IOException {
		int length = this.block.position() - HEADER_BYTES;
		this.block.putInt(Integer.BYTES, length);
		this.crc.reset();
		this.crc.update(this.block.buffer(), 0, this.block.position());
		this.block.putInt(2 * Integer.BYTES, (int) this.crc.getValue());
		int bytes = this.block.position();
		this.directory.write(this.fileName, this.position, this.block.written());
		this.position += bytes;
		this.number++;
		if (this.number % SYNC_BLOCKS == 0) {
			this.directory.sync(this.fileName);
		}
		this.progress.written(this.position);
		begin();
	}

}
