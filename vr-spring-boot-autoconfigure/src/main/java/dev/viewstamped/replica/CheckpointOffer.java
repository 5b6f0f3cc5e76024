package dev.viewstamped.replica;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.History;
import dev.viewstamped.state.Checkpoint;

/**
 * A checkpoint that a member has.
 *
 * @param id which one
 * @param view the view whose log that member has
 */
record CheckpointOffer(CheckpointId id, long view) {

	static CheckpointOffer of(Checkpoint checkpoint, long view) {
		return new CheckpointOffer(new CheckpointId(checkpoint.viewstamp(), checkpoint.digest()), view);
	}

	/**
	 * Whether what is in the checkpoint is a part of the target's log, or that log has
	 * grown to be a part of what is in the checkpoint: never take any other.
	 */
	boolean isOf(LogTarget target) {
		History history = target.history();
		if (this.id.opNumber() > history.opNumber()) {
			return this.view == target.view();
		}
		boolean beforeBeginning = this.id.opNumber() < history.begin().opNumber();
		return beforeBeginning || history.contains(this.id.viewstamp());
	}

}
