package dev.viewstamped.replica;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.History;

/**
 * What is known of the entries that are no longer in the log.
 *
 * @param viewstamp identity of the last one
 * @param timestampNanos its replicated time
 * @param history the viewstamps of them, not from the first one on if there were many
 * views
 */
record LogBase(Viewstamp viewstamp, long timestampNanos, History history) {

	static final LogBase ZERO = new LogBase(Viewstamp.ZERO, 0, History.EMPTY);

	/**
	 * How many views a base may tell of. What is before them is committed.
	 */
	static final int MAX_RUNS = 1024;

	LogBase {
		if (!history.contains(viewstamp) || history.opNumber() != viewstamp.opNumber()) {
			throw new IllegalArgumentException("The history " + history + " does not end with " + viewstamp);
		}
	}

	long opNumber() {
		return this.viewstamp.opNumber();
	}

}
