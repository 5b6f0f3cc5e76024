package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a disk holds of an earlier process of the replica, complete and in order.
 *
 * @param promises what it had promised
 * @param checkpoint the latest checkpoint that can be read, {@code null} if there is none
 * @param entries the log after the checkpoint, without a gap
 */
public record StoredState(Promises promises, @Nullable Checkpoint checkpoint, List<Entry> entries) {

	public StoredState {
		entries = List.copyOf(entries);
	}

}
