package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * A storage that records its calls, makes them durable when the test says so, and tells
 * what a crash would leave.
 */
final class ScriptedStorage implements Storage {

	private record Write(String text, Runnable effect) {

	}

	final List<String> calls = new ArrayList<>();

	private final List<Write> unflushed = new ArrayList<>();

	private final List<List<Write>> flushes = new ArrayList<>();

	private final List<Entry> entries = new ArrayList<>();

	private final @Nullable StoredState found;

	private final @Nullable String lost;

	private @Nullable Promises promises;

	private long commitNumber;

	private int completed;

	/** A disk with nothing on it. */
	ScriptedStorage() {
		this.found = null;
		this.lost = null;
	}

	private ScriptedStorage(String lost) {
		this.found = null;
		this.lost = lost;
	}

	/** A disk with something on it that cannot be trusted. */
	static ScriptedStorage lost(String what) {
		return new ScriptedStorage(what);
	}

	/** A disk with what an earlier process has left. */
	ScriptedStorage(StoredState found) {
		this.found = found;
		this.lost = null;
		this.promises = found.promises();
		this.commitNumber = found.promises().commitNumber();
		this.entries.addAll(found.entries());
	}

	/**
	 * Make durable what was handed over until the next flush that is not yet.
	 * @return the number of the flush
	 */
	long complete() {
		this.flushes.get(this.completed).forEach((write) -> write.effect().run());
		return ++this.completed;
	}

	/**
	 * Make durable all that was handed over, also what no flush has asked for yet.
	 * @return the number that the next flush is going to have
	 */
	long completeAhead() {
		this.flushes.add(List.copyOf(this.unflushed));
		this.unflushed.clear();
		while (!isComplete()) {
			complete();
		}
		return this.completed;
	}

	boolean isComplete() {
		return this.completed == this.flushes.size();
	}

	/**
	 * What the next process finds if of the writes that were not durable a part is there
	 * too.
	 * @param luck how many of them at most
	 */
	ScriptedStorage crash(int luck) {
		List<Write> rest = new ArrayList<>();
		this.flushes.subList(this.completed, this.flushes.size()).forEach(rest::addAll);
		rest.addAll(this.unflushed);
		rest.stream().limit(luck).forEach((write) -> write.effect().run());
		return crash();
	}

	/**
	 * What the next process finds: all that was durable, and nothing else.
	 */
	ScriptedStorage crash() {
		Promises left = this.promises;
		if (left == null) {
			return (this.lost != null) ? lost(this.lost) : new ScriptedStorage();
		}
		Promises hinted = new Promises(left.groupId(), left.configuration(), left.view(), left.lastNormalView(),
				left.incarnation(), left.crashVector(), Math.max(this.commitNumber, left.commitNumber()));
		return new ScriptedStorage(new StoredState(hinted, null, this.entries));
	}

	Promises promises() {
		Promises current = this.promises;
		if (current == null) {
			throw new AssertionError("Nothing was promised");
		}
		return current;
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	@Override
	public @Nullable StoredState load() {
		return this.found;
	}

	@Override
	public @Nullable String whyStateLost() {
		return (this.promises == null) ? this.lost : null;
	}

	@Override
	public void append(Entry entry) {
		write("append " + entry.viewstamp(), () -> this.entries.add(entry));
	}

	@Override
	public void promise(Promises newPromises) {
		write("promise " + newPromises.view() + "/" + newPromises.lastNormalView(), () -> this.promises = newPromises);
	}

	@Override
	public void replace(long keep, List<Entry> suffix, Promises newPromises) {
		List<Entry> copy = List.copyOf(suffix);
		write("replace " + keep + "+" + copy.size() + " " + newPromises.view() + "/" + newPromises.lastNormalView(),
				() -> {
					this.entries.subList(Math.toIntExact(keep), this.entries.size()).clear();
					this.entries.addAll(copy);
					this.promises = newPromises;
				});
	}

	@Override
	public void install(Checkpoint checkpoint, List<Entry> suffix, Promises newPromises) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void checkpoint(Checkpoint checkpoint) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void commit(long newCommitNumber) {
		this.unflushed.add(new Write("commit " + newCommitNumber, () -> this.commitNumber = newCommitNumber));
	}

	@Override
	public long flush() {
		if (this.unflushed.stream().anyMatch((write) -> !write.text().startsWith("commit"))) {
			this.calls.add("flush");
			this.flushes.add(List.copyOf(this.unflushed));
			this.unflushed.clear();
		}
		return this.flushes.size();
	}

	private void write(String text, Runnable effect) {
		this.calls.add(text);
		this.unflushed.add(new Write(text, effect));
	}

}
