package dev.viewstamped.storage;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;

import org.jspecify.annotations.Nullable;

/**
 * Does again what the records of a journal say.
 */
final class LogReplay {

	private List<Entry> entries = new ArrayList<>();

	private @Nullable Promises promises;

	private long commitNumber;

	private @Nullable Replacement replacement;

	/**
	 * Records that count only together.
	 */
	private static final class Replacement {

		private final long begin;

		private final long keep;

		private final List<Entry> suffix = new ArrayList<>();

		private @Nullable Promises promises;

		private Replacement(long begin, long keep) {
			this.begin = begin;
			this.keep = keep;
		}

	}

	List<Entry> entries() {
		return this.entries;
	}

	@Nullable Promises promises() {
		return this.promises;
	}

	long commitNumber() {
		return this.commitNumber;
	}

	/**
	 * Where the records begin that are not complete.
	 * @param otherwise the answer if there are none
	 * @return the position
	 */
	long incompleteFrom(long otherwise) {
		return (this.replacement != null) ? this.replacement.begin : otherwise;
	}

	void dropIncomplete() {
		this.replacement = null;
	}

	void apply(SegmentReader.Found record, long position) throws MalformedRecordException {
		ByteReader body = record.body();
		switch (record.type()) {
			case ENTRY -> {
				Entry entry = Values.readEntry(body);
				if (this.replacement != null) {
					this.replacement.suffix.add(entry);
				}
				else {
					append(entry);
				}
			}
			case PROMISES -> {
				Promises read = Values.readPromises(body);
				if (this.replacement != null) {
					this.replacement.promises = read;
				}
				else {
					promise(read);
				}
			}
			case COMMIT -> this.commitNumber = Math.max(this.commitNumber, body.readNumber());
			case REPLACE_BEGIN -> {
				if (this.replacement != null) {
					throw new MalformedRecordException("A replacement within another");
				}
				this.replacement = new Replacement(position, body.readNumber());
			}
			case REPLACE_END -> replace();
		}
		body.expectEnd();
	}

	private void replace() throws MalformedRecordException {
		Replacement complete = this.replacement;
		if (complete == null || complete.promises == null) {
			throw new MalformedRecordException("The end of a replacement that did not begin");
		}
		this.replacement = null;
		truncate(complete.keep);
		for (Entry entry : complete.suffix) {
			append(entry);
		}
		promise(complete.promises);
	}

	private void promise(Promises read) {
		this.promises = read;
		this.commitNumber = Math.max(this.commitNumber, read.commitNumber());
	}

	private void append(Entry entry) throws MalformedRecordException {
		truncate(entry.opNumber() - 1);
		if (!this.entries.isEmpty() && entry.opNumber() != lastOpNumber() + 1) {
			throw new MalformedRecordException("Op %d follows op %d".formatted(entry.opNumber(), lastOpNumber()));
		}
		this.entries.add(entry);
	}

	private void truncate(long keep) {
		while (!this.entries.isEmpty() && lastOpNumber() > keep) {
			this.entries.remove(this.entries.size() - 1);
		}
	}

	private long lastOpNumber() {
		return this.entries.get(this.entries.size() - 1).opNumber();
	}

}
