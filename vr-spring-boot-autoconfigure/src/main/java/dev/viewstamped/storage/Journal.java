package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;

/**
 * The journal: full segments and the active one. Each segment begins with the promises,
 * so that those before it are needed for their entries only.
 */
final class Journal {

	private static final int COPY_BYTES = 1 << 20;

	private final JournalContext context;

	private final Deque<Segment> full = new ArrayDeque<>();

	private JournalWriter active;

	private Promises promises;

	private long commitNumber;

	private long fullBytes;

	private Journal(JournalContext context, SegmentHeader first, Promises promises) throws IOException {
		this.context = context;
		this.promises = promises;
		this.active = begin(first, true);
	}

	/**
	 * Begin a journal with one segment, which is not durable yet.
	 * @param context where
	 * @param generation number of the journal
	 * @param segment number of the segment
	 * @param promises what is promised
	 * @return the journal
	 * @throws IOException if that fails
	 */
	static Journal create(JournalContext context, long generation, long segment, Promises promises) throws IOException {
		return new Journal(context, new SegmentHeader(generation, segment, 0), promises);
	}

	/**
	 * Go on with a journal that was read, in a new segment, and make all of it durable.
	 * What an earlier process could not synchronize may be in the memory of the machine
	 * only, and the next synchronization would not know of it: so it is written again.
	 * @param context where
	 * @param generation number of the journal
	 * @param scan what was read
	 * @param promises what is promised
	 * @return the journal
	 * @throws IOException if that fails
	 */
	static Journal resume(JournalContext context, long generation, JournalScan scan, Promises promises)
			throws IOException {
		Segment last = scan.last();
		rewrite(context.directory(), last, scan.unsyncedFrom());
		Journal journal = new Journal(context, new SegmentHeader(generation, last.number() + 1, last.bytes()),
				promises);
		for (Segment segment : scan.segments()) {
			journal.full.add(segment);
			journal.fullBytes += segment.bytes();
		}
		journal.commitNumber = scan.commitNumber();
		journal.sync();
		context.directory().syncDirectory();
		context.directory().trim(SegmentHeader.fileName(last.number()), last.bytes());
		journal.mark();
		return journal;
	}

	private static void rewrite(StorageDirectory directory, Segment segment, long from) throws IOException {
		String fileName = SegmentHeader.fileName(segment.number());
		for (long position = from; position < segment.bytes(); position += COPY_BYTES) {
			ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY_BYTES, segment.bytes() - position));
			directory.read(fileName, position, piece);
			directory.write(fileName, position, piece.flip());
		}
		directory.sync(fileName);
	}

	long firstSegment() {
		Segment first = this.full.peekFirst();
		return (first != null) ? first.number() : this.active.header().segment();
	}

	/**
	 * Begin another segment if the active one has no room for a batch. To be called
	 * before a batch only.
	 * @param batchBytes about how many bytes will be written
	 * @throws IOException if that fails
	 */
	void reserve(long batchBytes) throws IOException {
		if (this.active.isFresh() || this.active.position() + batchBytes <= this.context.options().segmentBytes()) {
			return;
		}
		Segment done = this.active.segment();
		SegmentHeader header = this.active.header();
		this.active = begin(new SegmentHeader(header.generation(), done.number() + 1, done.bytes()), false);
		this.full.add(done);
		this.fullBytes += done.bytes();
		sync();
		this.context.directory().syncDirectory();
		mark();
	}

	void append(Entry entry) throws IOException {
		this.active.append(entry);
	}

	void promise(Promises newPromises) throws IOException {
		this.active.promise(newPromises);
		this.promises = newPromises;
	}

	void replace(long keep, List<Entry> suffix, Promises newPromises) throws IOException {
		this.active.replace(keep, suffix, newPromises);
		this.promises = newPromises;
	}

	void commit(long newCommitNumber) throws IOException {
		if (newCommitNumber > this.commitNumber) {
			this.active.commit(newCommitNumber);
			this.commitNumber = newCommitNumber;
		}
	}

	void write() throws IOException {
		this.active.write();
	}

	/**
	 * Make all that was written durable.
	 * @throws IOException if that fails
	 */
	void sync() throws IOException {
		this.active.write();
		if (!this.active.isSynced()) {
			long begin = this.context.lanes().nanoTime();
			this.active.sync();
			this.context.meter().synced(this.context.lanes().nanoTime() - begin);
			count();
		}
	}

	/**
	 * Write down how far the journal is durable.
	 * @throws IOException if that fails
	 */
	void mark() throws IOException {
		SegmentHeader header = this.active.header();
		SyncedMark mark = new SyncedMark(header.generation(), header.segment(), this.active.position());
		mark.write(this.context.directory(), this.context.meter().syncCount());
	}

	/**
	 * Forget the segments that have no entry after an op-number.
	 * @param opNumber the op-number
	 * @return their numbers
	 */
	List<Long> dropThrough(long opNumber) {
		List<Long> dropped = new ArrayList<>();
		Segment first = this.full.peekFirst();
		while (first != null && first.maxOpNumber() <= opNumber) {
			dropped.add(first.number());
			this.fullBytes -= first.bytes();
			this.full.removeFirst();
			first = this.full.peekFirst();
		}
		count();
		return dropped;
	}

	private JournalWriter begin(SegmentHeader header, boolean waitForSpare) throws IOException {
		this.context.spare().become(header.segment(), waitForSpare);
		return JournalWriter.begin(this.context.directory(), header, this.promises);
	}

	private void count() {
		this.context.meter().size(this.fullBytes + this.active.position(), this.full.size() + 1);
	}

}
