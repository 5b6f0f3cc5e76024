package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Memory mode, the paper's own: what must not be forgotten is in the memory of the other
 * members.
 */
final class NoStorage implements Storage {

	@Override
	public boolean isDurable() {
		return false;
	}

	@Override
	public @Nullable StoredState load() {
		return null;
	}

	@Override
	public void append(Entry entry) {
	}

	@Override
	public void promise(Promises promises) {
	}

	@Override
	public void replace(long keep, List<Entry> suffix, Promises promises) {
	}

	@Override
	public void install(Checkpoint checkpoint, List<Entry> suffix, Promises promises) {
	}

	@Override
	public void checkpoint(Checkpoint checkpoint) {
	}

	@Override
	public void commit(long commitNumber) {
	}

	@Override
	public long flush() {
		return 0;
	}

}
