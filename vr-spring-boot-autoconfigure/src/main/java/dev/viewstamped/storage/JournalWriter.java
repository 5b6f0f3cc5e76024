package dev.viewstamped.storage;

import java.io.IOException;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;

/**
 * Writes the active segment of the journal: records into a buffer that is used again and
 * again, the buffer into the file, and then one synchronization for all of it. What is
 * written between two of these is a batch, and is in one segment.
 */
final class JournalWriter {

	private static final int WRITE_BYTES = 1 << 20;

	private final StorageDirectory directory;

	private final RecordFrame frame = new RecordFrame();

	private final ByteWriter buffer = new ByteWriter(1 << 16);

	private final SegmentHeader header;

	private final String fileName;

	private long written;

	private long synced;

	private long maxOpNumber;

	private long freshEnd;

	private int recordStart;

	private JournalWriter(StorageDirectory directory, SegmentHeader header) {
		this.directory = directory;
		this.header = header;
		this.fileName = SegmentHeader.fileName(header.segment());
	}

	/**
	 * Begin a segment, which is not durable yet.
	 * @param directory where
	 * @param header says where it belongs
	 * @param promises what has been promised
	 * @return the writer
	 * @throws IOException if that fails
	 */
	static JournalWriter begin(StorageDirectory directory, SegmentHeader header, Promises promises) throws IOException {
		JournalWriter writer = new JournalWriter(directory, header);
		header.write(writer.buffer);
		writer.promise(promises);
		writer.write();
		writer.freshEnd = writer.position();
		return writer;
	}

	SegmentHeader header() {
		return this.header;
	}

	/**
	 * Where the next record goes.
	 * @return the position
	 */
	long position() {
		return this.written + this.buffer.position();
	}

	boolean isSynced() {
		return position() == this.synced;
	}

	/**
	 * Whether the segment has nothing but what every segment begins with.
	 */
	boolean isFresh() {
		return position() == this.freshEnd;
	}

	Segment segment() {
		return new Segment(this.header.segment(), position(), this.maxOpNumber);
	}

	void append(Entry entry) throws IOException {
		begin(RecordType.ENTRY);
		Values.write(this.buffer, entry);
		end();
		this.maxOpNumber = Math.max(this.maxOpNumber, entry.opNumber());
	}

	void promise(Promises promises) throws IOException {
		begin(RecordType.PROMISES);
		Values.write(this.buffer, promises);
		end();
	}

	void commit(long commitNumber) throws IOException {
		begin(RecordType.COMMIT);
		this.buffer.writeNumber(commitNumber);
		end();
	}

	void replace(long keep, List<Entry> suffix, Promises promises) throws IOException {
		begin(RecordType.REPLACE_BEGIN);
		this.buffer.writeNumber(keep);
		end();
		for (Entry entry : suffix) {
			append(entry);
		}
		promise(promises);
		begin(RecordType.REPLACE_END);
		end();
	}

	/**
	 * Hand the buffer over to the file.
	 * @throws IOException if that fails
	 */
	void write() throws IOException {
		if (this.buffer.position() == 0) {
			return;
		}
		this.directory.write(this.fileName, this.written, this.buffer.written());
		this.written += this.buffer.position();
		this.buffer.clear();
	}

	/**
	 * Make all that was written durable.
	 * @throws IOException if that fails
	 */
	void sync() throws IOException {
		this.directory.sync(this.fileName);
		this.synced = this.written;
	}

	private void begin(RecordType type) {
		this.recordStart = this.buffer.position();
		long batchStart = Math.max(this.synced, SegmentHeader.BYTES);
		this.buffer.writeInt(0);
		this.buffer.writeInt(0);
		this.buffer.writeInt(Math.toIntExact(batchStart / RecordFrame.ALIGNMENT));
		this.buffer.writeByte(type.code());
	}

	private void end() throws IOException {
		int bodyBytes = this.buffer.position() - this.recordStart - RecordFrame.BYTES;
		if (bodyBytes > RecordFrame.MAX_BODY_BYTES) {
			throw new IOException("A record of %d bytes is too large for the journal".formatted(bodyBytes));
		}
		this.buffer.putInt(this.recordStart + Integer.BYTES, bodyBytes);
		this.buffer.putInt(this.recordStart, this.frame.checksum(this.header.generation(), this.header.segment(),
				this.written + this.recordStart, this.buffer.buffer(), this.recordStart, bodyBytes));
		// Pieces are written at multiples of the alignment, so the buffer's is the file's
		this.buffer.pad(RecordFrame.ALIGNMENT);
		if (this.buffer.position() >= WRITE_BYTES) {
			write();
		}
	}

}
