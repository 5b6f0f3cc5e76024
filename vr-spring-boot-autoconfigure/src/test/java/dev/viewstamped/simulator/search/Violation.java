package dev.viewstamped.simulator.search;

import java.util.function.Supplier;

/**
 * A property of the protocol does not hold.
 */
@SuppressWarnings("serial")
final class Violation extends RuntimeException {

	private Violation(String message) {
		super(message);
	}

	static void check(boolean holds, String property, Supplier<String> detail) {
		if (!holds) {
			throw new Violation(property + ": " + detail.get());
		}
	}

}
