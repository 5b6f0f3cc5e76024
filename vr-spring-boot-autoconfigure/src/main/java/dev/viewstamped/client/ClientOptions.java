package dev.viewstamped.client;

/**
 * Settings of a client session.
 *
 * @param window commands in flight together; must not be larger than the group's window
 * @param maxQueued commands that wait for a place in the window, and queries that wait
 * for an answer, before further ones are rejected
 * @param maxCommandBytes size of the largest command or query
 * @param retryNanos silence after which a request is sent again; doubles up to eight
 * times that
 * @param acknowledgeAfterIdleNanos time without a command after which the group is told
 * which replies it may forget
 * @param locateIntervalNanos how often a client that may choose between replicas asks one
 * where the primary is
 */
public record ClientOptions(int window, int maxQueued, int maxCommandBytes, long retryNanos,
		long acknowledgeAfterIdleNanos, long locateIntervalNanos) {

	private static final int MAX_WINDOW = 1 << 20;

	public ClientOptions {
		if (window > MAX_WINDOW) {
			throw new IllegalArgumentException("'window' is " + window + "; set it to at most " + MAX_WINDOW);
		}
		requirePositive("window", window);
		requirePositive("maxQueued", maxQueued);
		requirePositive("maxCommandBytes", maxCommandBytes);
		requirePositive("retryNanos", retryNanos);
		requirePositive("acknowledgeAfterIdleNanos", acknowledgeAfterIdleNanos);
		requirePositive("locateIntervalNanos", locateIntervalNanos);
	}

	private static void requirePositive(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException("'" + name + "' is " + value + "; set it to at least 1");
		}
	}

}
