package dev.viewstamped.simulator;

/**
 * One key of {@link RecordingStateMachine} as a function of its state, written a second
 * time: what a search of histories believes must not come from what it is to check. The
 * state is the answer to {@code get key}.
 */
final class KeyModel {

	static final String INITIAL = "none";

	private static final int KEPT_CHARACTERS = 40;

	private KeyModel() {
	}

	/**
	 * Do one operation.
	 * @param state the state before
	 * @param operation a command or query of the key
	 * @return the state after it, and the result
	 */
	static Step apply(String state, String operation) {
		String[] words = operation.split(" ");
		String argument = words[words.length - 1];
		return switch (words[0]) {
			case "get" -> new Step(state, state);
			case "put" -> written(state, argument);
			case "append" -> written(state, state.equals(INITIAL) ? argument : end(text(state) + "+" + argument));
			case "change" -> (version(state) == Long.parseLong(words[2])) ? written(state, argument)
					: new Step(state, state + " -> unchanged");
			// The service refuses it
			default -> new Step(state, "refused");
		};
	}

	/**
	 * The state that a result was made from: each result begins with it.
	 * @param result the result of an operation
	 * @return the state before the operation
	 */
	static String before(String result) {
		int arrow = result.indexOf(" -> ");
		return (arrow >= 0) ? result.substring(0, arrow) : result;
	}

	/**
	 * How often the key was written. Grows with each write, and nothing else changes the
	 * state.
	 * @param state the state
	 * @return the number of writes
	 */
	static long version(String state) {
		return state.equals(INITIAL) ? 0 : Long.parseLong(state.substring(0, state.indexOf(':')));
	}

	/**
	 * The key that an operation is about.
	 * @param operation a command or query
	 * @return the key
	 */
	static String keyOf(String operation) {
		return operation.split(" ")[1];
	}

	private static Step written(String state, String text) {
		String after = (version(state) + 1) + ":" + text;
		return new Step(after, state + " -> " + after);
	}

	private static String text(String state) {
		return state.substring(state.indexOf(':') + 1);
	}

	private static String end(String text) {
		return text.substring(Math.max(0, text.length() - KEPT_CHARACTERS));
	}

	/**
	 * What an operation does.
	 *
	 * @param state the state after it
	 * @param result what it returns
	 */
	record Step(String state, String result) {

	}

}
