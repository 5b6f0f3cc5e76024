package dev.viewstamped.simulator;

/**
 * The state that a service was given, from which it went on.
 *
 * @param count how often it was given one
 * @param opNumber the last command whose effects are in it
 * @param history the commands that led to it, as in {@link StateDigest}
 * @param contents what is in it, as in {@link StateDigest}
 */
record Restored(int count, long opNumber, long history, long contents) {

	static final Restored NOTHING = new Restored(0, 0, new StateDigest().history(), 0);

}
