package dev.viewstamped.simulator;

/**
 * How slow and how bad a disk is.
 *
 * @param minLatencyNanos least time that a write, a read or a synchronization takes
 * @param meanWriteNanos mean of the exponential part of the time of a write or read
 * @param meanSyncNanos mean of the exponential part of the time of a synchronization
 * @param syncErrorProbability how many synchronizations fail
 * @param corruptionProbability how many synchronized sectors are found corrupt after a
 * crash
 * @param capacityBytes bytes that all files may have together
 */
record StorageOptions(long minLatencyNanos, long meanWriteNanos, long meanSyncNanos, double syncErrorProbability,
		double corruptionProbability, long capacityBytes) {

	/**
	 * A disk that loses and damages nothing but what was not synchronized before a crash.
	 * @return the options
	 */
	static StorageOptions reliable() {
		return new StorageOptions(10_000, 20_000, 500_000, 0, 0, 1L << 40);
	}

}
