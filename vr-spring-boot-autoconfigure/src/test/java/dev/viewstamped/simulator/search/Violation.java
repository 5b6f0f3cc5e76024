package dev.viewstamped.simulator.search;

/**
 * A property of the protocol does not hold.
 */
@SuppressWarnings("serial")
final class Violation extends RuntimeException {

	private Violation(String message) {
		super(message);
	}

	static void check(boolean holds, String property, Object detail) {
		if (!holds) {
			throw new Violation(property + ": " + detail);
		}
	}

}
