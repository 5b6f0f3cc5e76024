package dev.viewstamped.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Random runs one after the other, until one fails.
 */
public final class RandomRuns {

	private RandomRuns() {
	}

	/**
	 * Make runs.
	 * @param firstSeed the first one
	 * @param seeds how many at most
	 * @return the first failure, or {@code null} if there is none
	 */
	public static @Nullable Throwable firstFailure(long firstSeed, long seeds) {
		for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
			try {
				new Simulator(SimulatorOptions.fromSeed(seed), false).run();
			}
			catch (SimulationFailure ex) {
				return ex;
			}
		}
		return null;
	}

}
