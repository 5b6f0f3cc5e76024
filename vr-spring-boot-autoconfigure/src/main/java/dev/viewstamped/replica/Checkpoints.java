package dev.viewstamped.replica;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.Entry;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Checkpoints (§5.1).
 */
final class Checkpoints {

	/**
	 * An entry was executed; a checkpoint may be due.
	 */
	void executed(Entry entry) {
		throw new UnsupportedOperationException();
	}

	/**
	 * The latest checkpoint, complete with its digest.
	 */
	@Nullable Checkpoint latest() {
		throw new UnsupportedOperationException();
	}

	/**
	 * A checkpoint that is kept.
	 */
	@Nullable Checkpoint find(CheckpointId id) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Take the state of a checkpoint that came from elsewhere: the service's state, the
	 * client table, what is executed and committed, and the base of the log. Entries of
	 * the log after the checkpoint stay if they follow it.
	 */
	void install(Checkpoint checkpoint) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Compare what another member has come to (see Divergence).
	 */
	void on(CheckpointTaken message) {
		throw new UnsupportedOperationException();
	}

}
