package dev.viewstamped.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that uses a storage, and a record of every state that it has handed over, by
 * the number of the call.
 */
final class ScriptedRun implements StorageListener {

	final MemoryDirectory directory;

	final QueuedLanes lanes = new QueuedLanes();

	final List<String> failures = new ArrayList<>();

	final List<String> notices = new ArrayList<>();

	final List<Expected> states = new ArrayList<>();

	long stored;

	private @Nullable DurableStorage opened;

	/**
	 * A state, with the whole log from the first entry on.
	 *
	 * @param promises the promises, {@code null} if there is no state
	 * @param log the log
	 * @param base op-number up to which only a checkpoint holds the log
	 * @param lost whether there is no state because it is not trusted
	 * @param commitNumber how far the log was said to be committed
	 */
	record Expected(@Nullable Promises promises, List<Entry> log, long base, boolean lost, long commitNumber) {

		static final Expected NOTHING = new Expected(null, List.of(), 0, false, 0);

		static final Expected LOST = new Expected(null, List.of(), 0, true, 0);

		Expected promised(long view) {
			return new Expected(Samples.promises(view), this.log, this.base, false, this.commitNumber);
		}

		Expected keeping(long newBase, List<Entry> newLog) {
			return new Expected(this.promises, newLog, newBase, false, this.commitNumber);
		}

		Expected committed(long newCommitNumber) {
			return new Expected(this.promises, this.log, this.base, this.lost, newCommitNumber);
		}

		boolean matches(@Nullable StoredState found, boolean foundLost) {
			Promises expected = this.promises;
			if (found == null || expected == null) {
				return found == null && expected == null && foundLost == this.lost;
			}
			Checkpoint checkpoint = found.checkpoint();
			long from = (checkpoint != null) ? checkpoint.opNumber() : 0;
			if (from < this.base || from > this.log.size()) {
				return false;
			}
			boolean sameState = checkpoint == null || checkpoint.digest().equals(Samples.checkpoint(from).digest());
			List<Entry> suffix = this.log.subList((int) from, this.log.size());
			long commitNumber = found.promises().commitNumber();
			return sameState && Samples.text(found.entries()).equals(Samples.text(suffix))
					&& samePromises(expected, found.promises()) && commitNumber >= from
					&& commitNumber <= Math.max(from, this.commitNumber);
		}

		private static boolean samePromises(Promises expected, Promises found) {
			return found.equals(new Promises(expected.groupId(), expected.configuration(), expected.view(),
					expected.lastNormalView(), expected.incarnation(), expected.crashVector(), found.commitNumber()));
		}

	}

	ScriptedRun(MemoryDirectory directory, Expected before) {
		this.directory = directory;
		this.states.add(before);
	}

	@Override
	public void stored(long sequence) {
		assertThat(sequence).isGreaterThanOrEqualTo(this.stored);
		assertThat(this.failures).isEmpty();
		this.stored = sequence;
	}

	@Override
	public void failed(String message) {
		this.failures.add(message);
	}

	@Override
	public void noticed(String message) {
		this.notices.add(message);
	}

	@Nullable StoredState open() {
		this.opened = DurableStorage.open(this.directory, Samples.IDENTITY, () -> Samples.CODEC, Samples.SMALL,
				this.lanes, this);
		return storage().load();
	}

	DurableStorage storage() {
		return Objects.requireNonNull(this.opened);
	}

	Expected last() {
		return this.states.get(this.states.size() - 1);
	}

	void promise(long view) {
		this.states.add(last().promised(view));
		storage().promise(Samples.promises(view));
	}

	void append(long view, int count) {
		for (int i = 0; i < count; i++) {
			List<Entry> log = new ArrayList<>(last().log());
			Entry entry = Samples.entry(view, log.size() + 1);
			log.add(entry);
			this.states.add(last().keeping(last().base(), log));
			storage().append(entry);
		}
	}

	void replace(int keep, List<Entry> suffix, long view) {
		List<Entry> log = new ArrayList<>(last().log().subList(0, keep));
		log.addAll(suffix);
		this.states.add(last().promised(view).keeping(last().base(), log));
		storage().replace(keep, suffix, Samples.promises(view));
	}

	void install(long opNumber, List<Entry> suffix, long view) {
		List<Entry> log = new ArrayList<>(Samples.entries(view, 1, opNumber));
		log.addAll(suffix);
		this.states.add(last().promised(view).keeping(opNumber, log));
		storage().install(Samples.checkpoint(opNumber), suffix, Samples.promises(view));
	}

	void commit(long commitNumber) {
		this.states.set(this.states.size() - 1, last().committed(commitNumber));
		storage().commit(commitNumber);
	}

	void checkpoint(long opNumber) {
		storage().checkpoint(Samples.checkpoint(opNumber));
	}

	void startOver(Runnable done) {
		this.states.add(Expected.LOST);
		storage().startOver(done);
	}

	void flush() {
		long sequence = storage().flush();
		assertThat(this.failures.isEmpty() ? sequence : this.states.size() - 1).isEqualTo(this.states.size() - 1);
	}

	void flushAndRun() {
		flush();
		this.lanes.runAll();
	}

	/**
	 * A life with all that can happen to a storage. Ends with a batch that is written and
	 * not synchronized.
	 */
	void live() {
		assertThat(open()).isNull();
		promise(1);
		flushAndRun();
		for (int i = 0; i < 4; i++) {
			append(1, 3);
			commit(3L * i);
			flush();
			this.lanes.run(1);
		}
		this.lanes.runAll();
		checkpoint(6);
		this.lanes.runAll();
		append(1, 8);
		flushAndRun();
		promise(2);
		replace(15, Samples.entries(2, 16, 18), 2);
		commit(18);
		flush();
		this.lanes.run(1);
		append(2, 6);
		flushAndRun();
		checkpoint(20);
		this.lanes.run(3);
		append(2, 2);
		flushAndRun();
		append(2, 8);
		flush();
		checkpoint(30);
		this.lanes.runAll();
		append(2, 9);
		flushAndRun();
		checkpoint(40);
		this.lanes.runAll();
		install(50, Samples.entries(3, 51, 53), 3);
		flushAndRun();
		append(3, 7);
		flush();
		checkpoint(58);
		this.lanes.runAll();
		append(3, 6);
		flush();
		checkpoint(64);
		install(70, List.of(), 4);
		flushAndRun();
		append(4, 2);
		replace(70, List.of(), 5);
		append(5, 9);
		commit(75);
		flushAndRun();
		checkpoint(78);
		this.lanes.runAll();
		append(5, 3);
		flushAndRun();
		append(5, 2);
		replace(82, Samples.entries(6, 83, 84), 6);
		flush();
		this.lanes.run(1);
	}

	/**
	 * See that what is found is a state that was handed over, and no older one than was
	 * reported.
	 */
	Expected check(@Nullable StoredState found, ScriptedRun next) {
		for (int i = (int) this.stored; i < this.states.size(); i++) {
			if (this.states.get(i).matches(found, next.storage().whyStateLost() != null)) {
				return this.states.get(i);
			}
		}
		throw new AssertionError("After %d calls of %d were stored there is %s, lost %s, %s, %s".formatted(this.stored,
				this.states.size() - 1, found, next.storage().whyStateLost() != null, next.notices,
				next.directory.list()));
	}

}
