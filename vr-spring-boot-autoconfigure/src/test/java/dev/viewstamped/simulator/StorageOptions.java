package dev.viewstamped.simulator;

/**
 * How bad a disk is.
 *
 * @param syncErrorProbability how many synchronizations fail
 * @param corruptionProbability how many synchronized sectors are found corrupt after a
 * crash
 * @param capacityBytes bytes that all files may have together
 */
record StorageOptions(double syncErrorProbability, double corruptionProbability, long capacityBytes) {

	/**
	 * A disk that loses and damages nothing but what was not synchronized before a crash.
	 * @return the options
	 */
	static StorageOptions reliable() {
		return new StorageOptions(0, 0, 1L << 40);
	}

}
