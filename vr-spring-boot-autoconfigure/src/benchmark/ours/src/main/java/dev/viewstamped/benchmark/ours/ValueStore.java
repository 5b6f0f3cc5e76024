package dev.viewstamped.benchmark.ours;

import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;

import org.springframework.stereotype.Component;

/**
 * The replicated map.
 */
@Component
class ValueStore {

	private final ReplicatedMap<String, StoredValue> values;

	ValueStore(ReplicatedState state) {
		this.values = state.map("values", String.class, StoredValue.class);
	}

	@ReplicatedCommand
	long put(Put command) {
		StoredValue current = this.values.get(command.key());
		long version = (current != null) ? current.version() : 0;
		this.values.put(command.key(), new StoredValue(version + 1, command.value()));
		return version;
	}

	@ReplicatedQuery
	StoredValue get(Get query) {
		StoredValue current = this.values.get(query.key());
		return (current != null) ? current : StoredValue.NONE;
	}

}
