package dev.viewstamped.benchmark;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for the numbers of a system that stores nothing and answers each put with 0.
 */
public final class Counted implements Kv {

	private final Kv target;

	private final Map<String, Long> counts = new ConcurrentHashMap<>();

	/**
	 * Count for a system.
	 * @param target the system
	 */
	public Counted(Kv target) {
		this.target = target;
	}

	@Override
	public void connect() throws Exception {
		this.target.connect();
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		return this.target.put(operation)
			.thenApply((zero) -> zero + this.counts.merge(operation.key(), 1L, Long::sum) - 1);
	}

	@Override
	public void close() throws IOException {
		this.target.close();
	}

}
