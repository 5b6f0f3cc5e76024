package dev.viewstamped.simulator.scenario;

/**
 * The members as the protocol's notes name them.
 */
final class Members {

	/** Primary of view 0. */
	static final int A = 0;

	/** Primary of view 1. */
	static final int B = 1;

	/** Primary of view 2. */
	static final int C = 2;

	static final int D = 3;

	static final int E = 4;

	private Members() {
	}

}
