package dev.viewstamped.message;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

/**
 * Identity of a checkpoint (§5.1).
 *
 * @param viewstamp identity of the last entry whose effects are in it
 * @param digest digest of its root page, and so of all that it holds
 */
public record CheckpointId(Viewstamp viewstamp, Digest digest) {

	/**
	 * The op-number up to which the checkpoint holds the effects of the log.
	 * @return the op-number
	 */
	public long opNumber() {
		return this.viewstamp.opNumber();
	}

}
