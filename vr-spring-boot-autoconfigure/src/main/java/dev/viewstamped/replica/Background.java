package dev.viewstamped.replica;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does work that takes too long for the loop, such as encoding pages. The work must be a
 * function of values that nobody changes, so that its result does not depend on when it
 * runs.
 */
public interface Background {

	/**
	 * Have work done. What one replica hands over is done in that order, one at a time.
	 * @param work runs elsewhere
	 * @param done takes the result, on the loop
	 * @param failed takes what the work threw instead, on the loop
	 * @param <T> the type of the result
	 */
	<T> void run(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed);

	/**
	 * Where short work is done that another member waits for: not behind long work.
	 * @return a background with an order of its own, or this one
	 */
	default Background forShortWork() {
		return this;
	}

	/**
	 * Where queries are answered, several at a time and in any order.
	 * @return a background without an order, or this one
	 */
	default Background forQueries() {
		return forShortWork();
	}

}
