package dev.viewstamped.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

import org.jspecify.annotations.Nullable;

/**
 * A small map that remembers all that was done to it. Commands are {@code put key value},
 * {@code append key value} and {@code change key expectedVersion value}, the query is
 * {@code get key}. Results tell the state before and after, so that a command executed in
 * the wrong state shows.
 */
public final class RecordingStateMachine implements StateMachine {

	private static final int KEPT_CHARACTERS = 40;

	private static final String NONE = "none";

	private final Map<String, Value> values = new TreeMap<>();

	private final List<Applied> applied = new ArrayList<>();

	private long digest = 1;

	private boolean broken;

	@Override
	public Snapshot snapshot() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void restore(Snapshot snapshot) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CheckpointCodec checkpointCodec() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean knows(byte[] command) {
		return isKnown(text(command));
	}

	/**
	 * Whether a command may get a place in the log: the state machine knows it, and it is
	 * not too large.
	 * @param command the command
	 * @return {@code true} if it may
	 */
	static boolean isAcceptable(String command) {
		return isKnown(command) && bytes(command).length <= SimulatorOptions.MAX_COMMAND_BYTES;
	}

	private static boolean isKnown(String command) {
		return command.startsWith("put ") || command.startsWith("append ") || command.startsWith("change ");
	}

	/**
	 * Throw at each command from now on.
	 */
	void breakDown() {
		this.broken = true;
	}

	@Override
	public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
		if (this.broken) {
			throw new IllegalStateException("broken");
		}
		return bytes(apply(viewstamp, timestampNanos, text(command)));
	}

	String apply(Viewstamp viewstamp, long timestampNanos, String command) {
		String[] words = command.split(" ");
		String key = words[1];
		Value before = this.values.get(key);
		String result = describe(before) + " -> ";
		if (words[0].equals("change") && !words[2].equals(version(before))) {
			result += "unchanged";
		}
		else {
			String value = words[words.length - 1];
			this.values.put(key, (words[0].equals("append") && before != null) ? before.append(value)
					: Value.replacing(before, value));
			result += describe(this.values.get(key));
		}
		this.applied.add(new Applied(viewstamp, timestampNanos, command, result));
		mix(viewstamp.epoch());
		mix(viewstamp.view());
		mix(viewstamp.opNumber());
		mix(timestampNanos);
		mix(command.hashCode());
		mix(result.hashCode());
		return result;
	}

	@Override
	public byte[] query(byte[] query) {
		return bytes(query(text(query)));
	}

	String query(String query) {
		return value(query.substring("get ".length()));
	}

	String value(String key) {
		return describe(this.values.get(key));
	}

	/**
	 * All that was executed, in order.
	 * @return a view
	 */
	List<Applied> applied() {
		return Collections.unmodifiableList(this.applied);
	}

	/**
	 * Digest of the whole history.
	 * @return the digest
	 */
	long digest() {
		return this.digest;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private void mix(long value) {
		this.digest = (this.digest ^ value) * 0x9E3779B97F4A7C15L;
		this.digest ^= this.digest >>> 31;
	}

	private static String version(@Nullable Value value) {
		return Long.toString((value != null) ? value.version() : 0);
	}

	private static String describe(@Nullable Value value) {
		return (value != null) ? value.version() + ":" + value.text() : NONE;
	}

	private record Value(long version, String text) {

		Value append(String more) {
			String longer = this.text + "+" + more;
			return new Value(this.version + 1, longer.substring(Math.max(0, longer.length() - KEPT_CHARACTERS)));
		}

		static Value replacing(@Nullable Value before, String text) {
			return new Value((before != null) ? before.version() + 1 : 1, text);
		}

	}

}
