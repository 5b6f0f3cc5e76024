package dev.viewstamped.storage;

import dev.viewstamped.message.CheckpointId;

/**
 * A checkpoint that is in a file.
 *
 * @param id the checkpoint
 * @param generation number of the journal that follows it
 * @param bytes size of the file
 * @param writtenAtMillis when it was written, milliseconds of the Unix epoch
 */
record CheckpointFile(CheckpointId id, long generation, long bytes, long writtenAtMillis) {

	private static final String PREFIX = "checkpoint-";

	long opNumber() {
		return this.id.opNumber();
	}

	String fileName() {
		return fileName(opNumber(), this.generation);
	}

	static String fileName(long opNumber, long generation) {
		return PREFIX + opNumber + "-" + generation;
	}

	/**
	 * Whether a file is one of a checkpoint, complete or not.
	 * @param fileName name of the file
	 * @return {@code true} if it is
	 */
	static boolean isName(String fileName) {
		return fileName.startsWith(PREFIX);
	}

}
