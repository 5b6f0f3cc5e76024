package dev.viewstamped.benchmark.ours;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.VrOperations;
import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;

/**
 * This system through {@link VrOperations}.
 */
class OperationsKv implements Kv {

	private final VrOperations operations;

	private final Consistency consistency;

	/** The tokens of each lane's last answer, for causal reads. */
	private final Map<Integer, String> tokens = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param operations the system
	 * @param consistency the kind of reads
	 */
	OperationsKv(VrOperations operations, Consistency consistency) {
		this.operations = operations;
		this.consistency = consistency;
	}

	/**
	 * The kind of reads in the name of a row.
	 * @param name the name, which ends with the kind in lower case if there are reads
	 * @return the kind
	 */
	static Consistency consistency(String name) {
		for (Consistency consistency : Consistency.values()) {
			if (name.toUpperCase(Locale.ROOT).endsWith(consistency.name())) {
				return consistency;
			}
		}
		return Consistency.LINEARIZABLE;
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		return this.operations.submit(new Put(operation.key(), operation.value())).thenApply((result) -> {
			if (this.consistency == Consistency.CAUSAL) {
				this.tokens.put(operation.lane(), result.token());
			}
			return result.value();
		});
	}

	@Override
	public CompletableFuture<Long> read(Operation operation) {
		return this.operations.submitQuery(new Get(operation.key()), options(operation)).thenApply((result) -> {
			if (this.consistency == Consistency.CAUSAL) {
				this.tokens.put(operation.lane(), result.token());
			}
			return result.value().version();
		});
	}

	private ReadOptions options(Operation operation) {
		return switch (this.consistency) {
			case LINEARIZABLE -> ReadOptions.linearizable();
			case LEASE -> ReadOptions.lease();
			case STALE -> ReadOptions.stale();
			case CAUSAL -> ReadOptions.causalAfter(this.tokens.get(operation.lane()));
		};
	}

}
