package dev.viewstamped.runtime;

/**
 * Knows whether the group is to go on without this member when its application stops, so
 * that this is no restart.
 */
@FunctionalInterface
public interface Departure {

	/**
	 * Whether the member is to be replaced, as far as is known now. Never blocks for
	 * long.
	 * @return {@code true} if it should stay until the group has gone on without it
	 */
	boolean isExpected();

}
