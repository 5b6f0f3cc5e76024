package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The file of the superblock: four copies of it. Two are written and synchronized before
 * the other two are, so that a crash at any moment leaves at least two good ones, of
 * which those with the highest counter count.
 */
final class SuperblockFile {

	static final String FILE = "superblock";

	static final int COPIES = 4;

	static final int BLOCK_BYTES = 4096;

	/**
	 * The format of everything in the directory. The bytes before the body are the same
	 * in each version.
	 */
	static final int FORMAT_VERSION = 2;

	private static final String ASIDE = FILE + ".tmp";

	private static final long MAGIC = 0x5652_5355_5045_5242L;

	private static final int HEADER_BYTES = Long.BYTES + 4 * Integer.BYTES;

	private final StorageDirectory directory;

	private long counter;

	SuperblockFile(StorageDirectory directory) {
		this.directory = directory;
	}

	boolean exists() throws IOException {
		return this.directory.size(FILE) >= 0;
	}

	/**
	 * Read the latest good copy.
	 * @return the superblock, {@code null} if no copy is good
	 * @throws IOException if the file cannot be read
	 * @throws StorageException if it is of another format
	 */
	@Nullable Superblock read() throws IOException {
		Superblock latest = null;
		for (int copy = 0; copy < COPIES; copy++) {
			ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
			this.directory.read(FILE, (long) copy * BLOCK_BYTES, block);
			ByteReader body = body(block);
			if (body != null) {
				long found = body.readLong();
				if (found > this.counter) {
					this.counter = found;
					latest = Superblock.read(body);
				}
			}
		}
		return latest;
	}

	/**
	 * Write the superblock over the one that is there.
	 * @param superblock the superblock
	 * @throws IOException if that fails
	 */
	void write(Superblock superblock) throws IOException {
		this.counter++;
		for (int copy = 0; copy < COPIES; copy++) {
			this.directory.write(FILE, (long) copy * BLOCK_BYTES, block(superblock));
			if (copy % 2 == 1) {
				this.directory.sync(FILE);
			}
		}
	}

	/**
	 * Write the superblock in place of a file that has no good copy, or of none.
	 * @param superblock the superblock
	 * @throws IOException if that fails
	 */
	void create(Superblock superblock) throws IOException {
		this.counter++;
		this.directory.delete(ASIDE);
		for (int copy = 0; copy < COPIES; copy++) {
			this.directory.write(ASIDE, (long) copy * BLOCK_BYTES, block(superblock));
		}
		this.directory.sync(ASIDE);
		this.directory.rename(ASIDE, FILE);
		this.directory.syncDirectory();
	}

	private ByteBuffer block(Superblock superblock) {
		ByteWriter body = new ByteWriter(BLOCK_BYTES);
		body.writeLong(this.counter);
		superblock.write(body);
		ByteWriter out = new ByteWriter(BLOCK_BYTES);
		out.writeLong(MAGIC);
		out.writeInt(FORMAT_VERSION);
		out.writeInt(body.position());
		out.writeInt(0);
		out.writeInt(0);
		out.writeRaw(body.buffer(), 0, body.position());
		CRC32C crc = new CRC32C();
		crc.update(out.buffer(), 0, out.position());
		out.putInt(HEADER_BYTES - Integer.BYTES, (int) crc.getValue());
		out.pad(BLOCK_BYTES);
		return out.written();
	}

	private @Nullable ByteReader body(ByteBuffer block) {
		block.clear();
		long magic = block.getLong();
		int version = block.getInt();
		int length = block.getInt();
		if (magic != MAGIC || length < Long.BYTES || length > BLOCK_BYTES - HEADER_BYTES) {
			return null;
		}
		int checksumAt = HEADER_BYTES - Integer.BYTES;
		int checksum = block.getInt(checksumAt);
		block.putInt(checksumAt, 0);
		CRC32C crc = new CRC32C();
		crc.update(block.array(), 0, HEADER_BYTES + length);
		if (checksum != (int) crc.getValue()) {
			return null;
		}
		if (version != FORMAT_VERSION) {
			throw new StorageException(
					"The directory %s was written in format %d, and this version of the library reads format %d"
						.formatted(this.directory.location(), version, FORMAT_VERSION),
					"Run the version of the library that wrote it; or set vr.storage.directory to "
							+ "another directory",
					null);
		}
		return new ByteReader(block.array(), HEADER_BYTES, length);
	}

}
