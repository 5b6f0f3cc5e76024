package dev.viewstamped.replica;

import dev.viewstamped.Digest;

import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a replica at one moment.
 *
 * @param opNumber op-number up to which the latest one holds the effects of the log, 0 if
 * there is none
 * @param digest digest of the latest one, {@code null} if there is none
 * @param ageNanos how long ago it was completed, or came from another member; 0 if there
 * is none
 * @param taken how many this process has taken
 * @param longestPauseNanos the longest time for which taking one has kept the loop from
 * its other work
 * @param divergences how often the state of another member was found to differ
 */
public record CheckpointReport(long opNumber, @Nullable Digest digest, long ageNanos, long taken,
		long longestPauseNanos, long divergences) {

	/**
	 * Of a replica that has no checkpoint yet.
	 */
	public static final CheckpointReport NONE = new CheckpointReport(0, null, 0, 0, 0, 0);

}
