package dev.viewstamped.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a key of the service has: a text, and how often it was written.
 *
 * @param version how often the key was written
 * @param text the text
 */
record Value(long version, String text) {

	private static final int KEPT_CHARACTERS = 40;

	private static final String NONE = "none";

	/**
	 * Execute a command.
	 * @param before the value of its key, {@code null} if there is none
	 * @param command the command
	 * @return the value after it, {@code null} if it changes nothing
	 */
	static @Nullable Value after(@Nullable Value before, String command) {
		String[] words = command.split(" ");
		if (words[0].equals("change") && !words[2].equals(Long.toString((before != null) ? before.version() : 0))) {
			return null;
		}
		String text = words[words.length - 1];
		return (words[0].equals("append") && before != null) ? before.append(text) : replacing(before, text);
	}

	/**
	 * What a command returns.
	 * @param before the value before it
	 * @param after the value after it, {@code null} if it changed nothing
	 * @return the result
	 */
	static String result(@Nullable Value before, @Nullable Value after) {
		return describe(before) + " -> " + ((after != null) ? describe(after) : "unchanged");
	}

	static String describe(@Nullable Value value) {
		return (value != null) ? value.version() + ":" + value.text() : NONE;
	}

	private Value append(String more) {
		String longer = this.text + "+" + more;
		return new Value(this.version + 1, longer.substring(Math.max(0, longer.length() - KEPT_CHARACTERS)));
	}

	private static Value replacing(@Nullable Value before, String text) {
		return new Value((before != null) ? before.version() + 1 : 1, text);
	}

}
