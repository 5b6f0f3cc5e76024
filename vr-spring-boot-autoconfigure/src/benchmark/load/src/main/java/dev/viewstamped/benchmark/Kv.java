package dev.viewstamped.benchmark;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * One system as the load sees it. An implementation that runs in the load's process has a
 * public constructor that takes the number of lanes. A lane is one closed-loop client: it
 * has at most one operation under way.
 */
public interface Kv extends AutoCloseable {

	/**
	 * Connect to whoever serves, anew where there was a connection before. Called until
	 * the first put succeeds.
	 * @throws Exception if it did not work, and may be tried again
	 */
	default void connect() throws Exception {
	}

	/**
	 * Store a value.
	 * @param operation the key and the value
	 * @return the number of earlier puts of that key
	 */
	CompletableFuture<Long> put(Operation operation);

	/**
	 * Read a value.
	 * @param operation the key
	 * @return the number of puts of that key that the answer has seen
	 */
	default CompletableFuture<Long> read(Operation operation) {
		throw new UnsupportedOperationException("This system is not measured with reads");
	}

	@Override
	default void close() throws IOException {
	}

}
