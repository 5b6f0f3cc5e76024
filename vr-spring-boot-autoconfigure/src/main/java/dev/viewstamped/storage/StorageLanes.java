package dev.viewstamped.storage;

/**
 * Where a storage does its work. Tasks of one lane run one after the other in the order
 * in which they came; those of different lanes may run at the same time.
 */
public interface StorageLanes extends AutoCloseable {

	/**
	 * What work is for.
	 */
	enum Lane {

		/**
		 * A replica waits for it.
		 */
		COMMIT,

		/**
		 * Takes long, and nobody waits.
		 */
		BACKGROUND

	}

	/**
	 * Have a task run. Returns at once.
	 * @param lane the lane
	 * @param task the task
	 */
	void execute(Lane lane, Runnable task);

	/**
	 * Called by a task of {@link Lane#BACKGROUND} to leave the disk to others for a
	 * while. May return at once.
	 * @param nanos how long
	 */
	void pause(long nanos);

	/**
	 * A clock to measure with.
	 * @return nanoseconds
	 */
	long nanoTime();

	/**
	 * The time of day.
	 * @return milliseconds of the Unix epoch
	 */
	long currentTimeMillis();

	/**
	 * Let the tasks that are running end, and run no others.
	 */
	@Override
	void close();

}
