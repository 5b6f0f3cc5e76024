package dev.viewstamped.simulator;

import java.util.SplittableRandom;

import dev.viewstamped.storage.DurableOptions;

/**
 * Disks of a run in durable mode. Intervals are means; 0 means never.
 *
 * @param meanNanos mean of the time that a task of a storage takes
 * @param options sizes of the storages
 * @param powerLossNanos time between losses of power, when all machines stop
 * @param lostDiskNanos time between disks that are lost
 * @param corruptionNanos time between sectors that go bad
 * @param failureNanos time between disks that fail or are full
 */
record DiskOptions(long meanNanos, DurableOptions options, long powerLossNanos, long lostDiskNanos,
		long corruptionNanos, long failureNanos) {

	private static final long MILLI = 1_000_000L;

	/**
	 * Disks on which nothing goes wrong.
	 */
	static DiskOptions quiet() {
		return new DiskOptions(MILLI, new DurableOptions(1 << 14, 1 << 12, 1 << 12, 1 << 20), 0, 0, 0, 0);
	}

	/**
	 * Disks with faults.
	 * @param random decides how many
	 * @param timeoutNanos the view-change timeout
	 */
	static DiskOptions random(SplittableRandom random, long timeoutNanos) {
		long meanNanos = random.nextLong(50_000, random.nextInt(4) == 0 ? 30 * MILLI : 3 * MILLI);
		DurableOptions options = new DurableOptions(random.nextLong(600, 20_000), random.nextInt(300, 5000),
				random.nextLong(500, 10_000), 1 << 20);
		return new DiskOptions(meanNanos, options, interval(random, 2, timeoutNanos), interval(random, 3, timeoutNanos),
				interval(random, 2, timeoutNanos), interval(random, 3, timeoutNanos));
	}

	private static long interval(SplittableRandom random, int one, long timeoutNanos) {
		return (random.nextInt(one) == 0) ? random.nextLong(2 * timeoutNanos, 8 * timeoutNanos) : 0;
	}

}
