package dev.viewstamped.replica;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.History;

/**
 * What is known of the entries that are no longer in the log.
 *
 * @param viewstamp identity of the last one
 * @param timestampNanos its replicated time
 * @param history the viewstamps of all of them
 */
record LogBase(Viewstamp viewstamp, long timestampNanos, History history) {

	static final LogBase ZERO = new LogBase(Viewstamp.ZERO, 0, History.EMPTY);

}
