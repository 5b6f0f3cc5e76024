package dev.viewstamped.storage;

/**
 * Sizes of a durable storage.
 *
 * @param segmentBytes size of a file of the journal, unless one write needs more
 * @param batchBytes bytes for which one synchronization of the journal is made at most,
 * unless one call needs more
 * @param checkpointBytes bytes of journal after which a checkpoint is worth a file; more
 * if the state is larger than twice that
 * @param checkpointBytesPerSecond bytes of checkpoint files written per second, so that
 * the disk stays free for the journal
 */
public record DurableOptions(long segmentBytes, int batchBytes, long checkpointBytes, long checkpointBytesPerSecond) {

	public DurableOptions {
		if (segmentBytes < 1 || batchBytes < 1 || checkpointBytes < 1 || checkpointBytesPerSecond < 1) {
			throw new IllegalArgumentException("Sizes must be positive");
		}
	}

	/**
	 * What suits most disks.
	 * @return the options
	 */
	public static DurableOptions defaults() {
		return new DurableOptions(16L << 20, 4 << 20, 8L << 20, 64L << 20);
	}

}
