package dev.viewstamped.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A state in two numbers, kept up while it changes.
 */
final class StateDigest {

	private long history = 1;

	private long contents;

	/**
	 * All commands that led to the state, in order.
	 * @return the number
	 */
	long history() {
		return this.history;
	}

	/**
	 * All keys and values, in no order.
	 * @return the number
	 */
	long contents() {
		return this.contents;
	}

	void setHistory(long newHistory) {
		this.history = newHistory;
	}

	/**
	 * A command was executed.
	 * @param applied the command
	 */
	void executed(Applied applied) {
		long mixed = this.history;
		mixed = mix(mixed, applied.viewstamp().epoch());
		mixed = mix(mixed, applied.viewstamp().view());
		mixed = mix(mixed, applied.opNumber());
		mixed = mix(mixed, applied.timestampNanos());
		mixed = mix(mixed, applied.command().hashCode());
		this.history = mix(mixed, applied.result().hashCode());
	}

	/**
	 * A key has another value.
	 * @param key the key
	 * @param before the value before, or {@code null}
	 * @param after the value now
	 */
	void changed(String key, @Nullable Object before, Object after) {
		if (before != null) {
			this.contents -= mix(key.hashCode(), before.hashCode());
		}
		this.contents += mix(key.hashCode(), after.hashCode());
	}

	private static long mix(long digest, long value) {
		long mixed = (digest ^ value) * 0x9E3779B97F4A7C15L;
		return mixed ^ (mixed >>> 31);
	}

}
