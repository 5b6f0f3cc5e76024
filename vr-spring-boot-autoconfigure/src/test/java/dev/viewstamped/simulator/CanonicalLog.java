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

	private final Ballast writes;

	private final TreeMap<Long, Applied> commands = new TreeMap<>();

	private final Map<String, TreeMap<Long, String>> described = new HashMap<>();

	private final Map<Long, Restored> states = new HashMap<>();

	private final Map<String, Value> values = new HashMap<>();

	private final Map<String, String> ballast = new HashMap<>();

	private final StateDigest digest = new StateDigest();

	private String lastModelResult = "";

	private long maxExecutedNumber;

	CanonicalLog() {
		this(Ballast.NONE);
	}

	/**
	 * Create an empty log.
	 * @param writes what each command writes besides
	 */
	CanonicalLog(Ballast writes) {
		this.writes = writes;
	}

	/**
	 * Add the next command.
	 * @param applied the command, as the first replica executed it
	 */
	void append(Applied applied) {
		long op = applied.opNumber();
		this.commands.put(op, applied);
		String key = applied.command().split(" ")[1];
		Value before = this.values.get(key);
		Value after = Value.after(before, applied.command());
		if (after != null) {
			this.values.put(key, after);
			this.digest.changed(key, before, after);
		}
		this.writes.write(applied.viewstamp(),
				(heavy, text) -> this.digest.changed(heavy, this.ballast.put(heavy, text), text));
		this.lastModelResult = Value.result(before, after);
		this.digest.executed(applied);
		this.described.computeIfAbsent(key, (newKey) -> new TreeMap<>())
			.put(op, Value.describe((after != null) ? after : before));
		this.states.put(op, new Restored(0, op, this.digest.history(), this.digest.contents()));
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
		return this.lastModelResult;
	}

	/**
	 * Whether a state is the one after its last command.
	 * @param restored the state
	 * @return {@code true} if it is
	 */
	boolean isState(Restored restored) {
		Restored known = (restored.opNumber() == 0) ? Restored.NOTHING : this.states.get(restored.opNumber());
		return known != null && known.history() == restored.history() && known.contents() == restored.contents();
	}

	/**
	 * The answer to {@code get key} after an op-number.
	 * @param key the key
	 * @param opNumber the op-number
	 * @return the answer
	 */
	String valueAt(String key, long opNumber) {
		Map.Entry<Long, String> value = this.described.getOrDefault(key, new TreeMap<>()).floorEntry(opNumber);
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
