package dev.viewstamped.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a replica has handed over and is not written yet. One thread adds, another takes.
 */
final class StorageQueue {

	private static final int RECORD_BYTES = 128;

	private final Deque<Task> tasks = new ArrayDeque<>();

	private long added;

	private long taken;

	private long wanted;

	private boolean working;

	private long commitNumber;

	private long takenCommitNumber;

	/**
	 * One call of a replica.
	 */
	sealed interface Task {

		/**
		 * About how many bytes of journal it needs.
		 * @return the bytes
		 */
		long bytes();

	}

	record Append(Entry entry) implements Task {

		@Override
		public long bytes() {
			return RECORD_BYTES + this.entry.payload().length;
		}

	}

	record Promise(Promises promises) implements Task {

		@Override
		public long bytes() {
			return (long) RECORD_BYTES * (2 + this.promises.configuration().size());
		}

	}

	/**
	 * Replaces the end of the log, or with a checkpoint all of it.
	 */
	record Replace(long keep, @Nullable Checkpoint checkpoint, List<Entry> suffix, Promises promises) implements Task {

		Replace {
			suffix = List.copyOf(suffix);
		}

		@Override
		public long bytes() {
			long bytes = (long) RECORD_BYTES * (4 + this.promises.configuration().size());
			for (Entry entry : this.suffix) {
				bytes += RECORD_BYTES + entry.payload().length;
			}
			return bytes;
		}

	}

	/**
	 * Offers a checkpoint to be written in the background. Not a promise: nobody waits
	 * for it.
	 */
	record Offer(Checkpoint checkpoint) implements Task {

		@Override
		public long bytes() {
			return 0;
		}

	}

	record StartOver(Runnable done) implements Task {

		@Override
		public long bytes() {
			return 0;
		}

	}

	/**
	 * What is written with one synchronization.
	 *
	 * @param tasks the calls in order
	 * @param bytes about how many bytes they need
	 * @param upTo number of the last of them
	 * @param commitNumber a commit-number of the log that they lead to
	 */
	record Batch(List<Task> tasks, long bytes, long upTo, long commitNumber) {

	}

	synchronized void add(Task task) {
		this.tasks.add(task);
		if (!(task instanceof Offer)) {
			this.added++;
		}
	}

	/**
	 * Tell how far the log is committed that all that was added leads to.
	 */
	synchronized void commit(long newCommitNumber) {
		this.commitNumber = newCommitNumber;
	}

	/**
	 * Number of all that was added.
	 * @return the number
	 */
	synchronized long added() {
		return this.added;
	}

	/**
	 * Drop what is not taken yet, and add one task in its place.
	 * @param task the task
	 * @return whether an offer was dropped
	 */
	synchronized boolean replaceAll(Task task) {
		boolean offer = this.tasks.stream().anyMatch(Offer.class::isInstance);
		this.tasks.clear();
		this.taken = this.added;
		this.commitNumber = 0;
		this.takenCommitNumber = 0;
		add(task);
		return offer;
	}

	/**
	 * Have what was added until now written.
	 * @return whether somebody has to begin with it
	 */
	synchronized boolean want() {
		this.wanted = this.added;
		boolean begin = !this.working && !this.tasks.isEmpty();
		this.working |= begin;
		return begin;
	}

	/**
	 * Take the next batch.
	 * @param maxBytes about how many bytes of journal at most
	 * @return the batch
	 */
	synchronized Batch take(long maxBytes) {
		List<Task> batch = new ArrayList<>();
		long bytes = 0;
		Task next = this.tasks.peek();
		while (next != null && (batch.isEmpty() || bytes + next.bytes() <= maxBytes)) {
			batch.add(next);
			bytes += next.bytes();
			if (!(next instanceof Offer)) {
				this.taken++;
			}
			this.tasks.remove();
			next = this.tasks.peek();
		}
		// Not of a log that is still to come: entries of an earlier view that are in its
		// place would pass for committed ones
		if (next == null) {
			this.takenCommitNumber = this.commitNumber;
		}
		return new Batch(batch, bytes, this.taken, this.takenCommitNumber);
	}

	/**
	 * A batch is written.
	 * @return whether there is another one to be written at once
	 */
	synchronized boolean next() {
		this.working = this.wanted > this.taken || this.tasks.peek() instanceof Offer;
		return this.working;
	}

}
