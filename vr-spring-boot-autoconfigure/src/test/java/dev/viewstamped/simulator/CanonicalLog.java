package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The one sequence of commands that a group has executed, as god sees it, and what the
 * state is after each of them.
 */
final class CanonicalLog {

	private final TreeMap<Long, Applied> commands = new TreeMap<>();

	private final Map<String, TreeMap<Long, String>> values = new HashMap<>();

	private final RecordingStateMachine model = new RecordingStateMachine();

	private long maxExecutedNumber;

	/**
	 * Add the next command.
	 * @param applied the command, as the first replica executed it
	 */
	void append(Applied applied) {
		this.commands.put(applied.opNumber(), applied);
		this.model.apply(applied.viewstamp(), applied.timestampNanos(), applied.command());
		String key = applied.command().split(" ")[1];
		this.values.computeIfAbsent(key, (newKey) -> new TreeMap<>()).put(applied.opNumber(), this.model.value(key));
	}

	@Nullable Applied get(long opNumber) {
		return this.commands.get(opNumber);
	}

	@Nullable Applied last() {
		return this.commands.isEmpty() ? null : this.commands.lastEntry().getValue();
	}

	/**
	 * The last command up to an op-number.
	 * @param opNumber the op-number
	 * @return the op-number of the command, 0 if there is none
	 */
	long floor(long opNumber) {
		Long floor = this.commands.floorKey(opNumber);
		return (floor != null) ? floor : 0;
	}

	int size() {
		return this.commands.size();
	}

	/**
	 * What the model returned to the last command.
	 * @return the result
	 */
	String lastModelResult() {
		return this.model.applied().get(this.model.applied().size() - 1).result();
	}

	/**
	 * The answer to {@code get key} after an op-number.
	 * @param key the key
	 * @param opNumber the op-number
	 * @return the answer
	 */
	String valueAt(String key, long opNumber) {
		Map.Entry<Long, String> value = this.values.getOrDefault(key, new TreeMap<>()).floorEntry(opNumber);
		return (value != null) ? value.getValue() : "none";
	}

	void executedUpTo(long opNumber) {
		this.maxExecutedNumber = Math.max(this.maxExecutedNumber, opNumber);
	}

	/**
	 * The greatest op-number that any replica has executed.
	 * @return the op-number
	 */
	long maxExecutedNumber() {
		return this.maxExecutedNumber;
	}

}
