package dev.viewstamped.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a checker throws: a property of the protocol does not hold.
 */
@SuppressWarnings("serial")
public final class InvariantViolation extends AssertionError {

	private final String invariant;

	InvariantViolation(String invariant, String detail) {
		super(invariant + ": " + detail);
		this.invariant = invariant;
	}

	/**
	 * Name of the property.
	 * @return the name, in upper case
	 */
	String invariant() {
		return this.invariant;
	}

	static void check(boolean holds, String invariant, String detail, @Nullable Object... arguments) {
		if (!holds) {
			throw new InvariantViolation(invariant, String.format(detail, arguments));
		}
	}

}
