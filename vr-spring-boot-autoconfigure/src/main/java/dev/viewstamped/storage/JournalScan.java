package dev.viewstamped.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;

import org.jspecify.annotations.Nullable;

/**
 * Reads a journal that an earlier process has left. What ends it without ever having been
 * synchronized is cut off: nobody was told of it. Anything else that is not as it was
 * written makes the whole journal useless, because what others were told may be missing.
 */
final class JournalScan {

	private final StorageDirectory directory;

	private final long generation;

	private final SyncedMark mark;

	private final LogReplay replay = new LogReplay();

	private final List<Segment> segments = new ArrayList<>();

	JournalScan(StorageDirectory directory, long generation, SyncedMark mark) {
		this.directory = directory;
		this.generation = generation;
		this.mark = mark;
	}

	/**
	 * Read all segments from one on.
	 * @param first number of the first
	 * @throws IOException if they cannot be read, a {@link MalformedRecordException} if
	 * they are damaged
	 */
	void read(long first) throws IOException {
		if (this.mark.generation() > this.generation) {
			throw new MalformedRecordException("The superblock is older than the journal");
		}
		List<SegmentHeader> headers = headers(first);
		for (int i = 0; i < headers.size(); i++) {
			long end = (i + 1 < headers.size()) ? headers.get(i + 1).previousEnd() : -1;
			readSegment(headers.get(i).segment(), end);
			if (i == 0 && this.replay.promises() == null) {
				throw damaged(first, SegmentHeader.BYTES);
			}
		}
		Segment last = last();
		if (isMarked(last.number() + 1, 0) || isMarked(last.number(), last.bytes())) {
			throw damaged(last.number(), last.bytes());
		}
	}

	List<Segment> segments() {
		return this.segments;
	}

	Segment last() {
		return this.segments.get(this.segments.size() - 1);
	}

	List<Entry> entries() {
		return this.replay.entries();
	}

	@Nullable Promises promises() {
		return this.replay.promises();
	}

	long commitNumber() {
		return this.replay.commitNumber();
	}

	/**
	 * Where in the last segment bytes begin that may not be durable.
	 * @return the position
	 */
	long unsyncedFrom() {
		boolean marked = this.mark.generation() == this.generation && this.mark.segment() == last().number();
		return marked ? this.mark.position() : 0;
	}

	private List<SegmentHeader> headers(long first) throws IOException {
		long last = first - 1;
		for (String name : this.directory.list()) {
			last = Math.max(last, SegmentHeader.segment(name));
		}
		while (last > first && isUnused(last)) {
			last--;
		}
		List<SegmentHeader> headers = new ArrayList<>();
		for (long segment = first; segment <= last || segment == first; segment++) {
			boolean exists = this.directory.size(SegmentHeader.fileName(segment)) >= 0;
			SegmentHeader header = exists ? SegmentHeader.read(this.directory, segment) : null;
			if (header == null || header.generation() != this.generation) {
				throw damaged(segment, 0);
			}
			headers.add(header);
		}
		return headers;
	}

	/**
	 * Whether a segment was being created when the process died.
	 */
	private boolean isUnused(long segment) throws IOException {
		if (isMarked(segment, 0)) {
			return false;
		}
		if (this.directory.size(SegmentHeader.fileName(segment)) < 0) {
			return true;
		}
		SegmentHeader header = SegmentHeader.read(this.directory, segment);
		if (header != null && header.generation() > this.generation) {
			return true;
		}
		SegmentReader reader = new SegmentReader(this.directory, this.generation, segment);
		return (header == null || reader.read(SegmentHeader.BYTES) == null)
				&& !reader.isKnownToBeSynced(SegmentHeader.BYTES);
	}

	private boolean isMarked(long segment, long position) {
		return this.mark.generation() == this.generation
				&& this.mark.isAfter(new SyncedMark(this.generation, segment, position));
	}

	private void readSegment(long segment, long expectedEnd) throws IOException {
		SegmentReader reader = new SegmentReader(this.directory, this.generation, segment);
		long position = SegmentHeader.BYTES;
		long maxOpNumber = 0;
		while (position != expectedEnd) {
			SegmentReader.Found record = reader.read(position);
			if (record == null) {
				break;
			}
			if (record.type() == RecordType.ENTRY) {
				maxOpNumber = Math.max(maxOpNumber, Values.opNumber(record.body()));
			}
			this.replay.apply(record, position);
			position = record.end();
		}
		long end = this.replay.incompleteFrom(position);
		this.replay.dropIncomplete();
		boolean damaged = (expectedEnd >= 0) ? end != expectedEnd : reader.isKnownToBeSynced(end);
		if (damaged) {
			throw damaged(segment, position);
		}
		this.segments.add(new Segment(segment, end, maxOpNumber));
	}

	private static MalformedRecordException damaged(long segment, long position) {
		return new MalformedRecordException(
				"'%s' is damaged at position %d".formatted(SegmentHeader.fileName(segment), position));
	}

}
