package dev.viewstamped.replica;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.History;

/**
 * A checkpoint that a member has. All that is in it is committed.
 *
 * @param id which one
 * @param view the view whose log that member has
 */
record CheckpointOffer(CheckpointId id, long view) {

	/** In place of the view: it is one of another epoch, and so not to be compared. */
	static final long OF_OTHER_EPOCH = -1;

	long opNumber() {
		return this.id.opNumber();
	}

	/**
	 * Whether what is in the checkpoint is a part of the target's log, or that log has
	 * grown to be a part of what is in the checkpoint: never take any other.
	 */
	boolean isOf(LogTarget target) {
		History history = target.history();
		if (opNumber() > history.opNumber()) {
			return this.view == target.view();
		}
		return opNumber() < history.begin().opNumber() || history.contains(this.id.viewstamp());
	}

}
