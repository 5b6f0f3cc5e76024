package dev.viewstamped.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.Answer;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.MapsView;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

/**
 * A small service on replicated maps that remembers all that was done to it. Commands are
 * {@code put key value}, {@code append key value} and
 * {@code change key expectedVersion value}, the query is {@code get key}. Results tell
 * the state before and after, so that a command executed in the wrong state shows. A
 * digest of all commands is part of the state, so that a wrong one that is handed on
 * shows too.
 */
public final class RecordingStateMachine implements StateMachine {

	private static final String DIGEST = "digest";

	private static final String OP_NUMBER = "op";

	private final ReplicatedMaps maps = new ReplicatedMaps(new RecordedValues());

	private final ReplicatedMap<String, Value> values = this.maps.map("values", String.class, Value.class);

	private final ReplicatedMap<String, String> ballast = this.maps.map("ballast", String.class, String.class);

	private final ReplicatedMap<String, Long> history = this.maps.map("history", String.class, Long.class);

	private final Ballast writes;

	private final List<Applied> applied = new ArrayList<>();

	private StateDigest digest = new StateDigest();

	private Restored restored = Restored.NOTHING;

	private boolean broken;

	private final boolean detaches;

	private long detachable;

	private long changes;

	/**
	 * Create a service that writes only what it is asked for.
	 */
	RecordingStateMachine() {
		this(Ballast.NONE);
	}

	/**
	 * Create a service.
	 * @param writes what each command writes besides
	 */
	RecordingStateMachine(Ballast writes) {
		this(writes, false);
	}

	/**
	 * Create a service.
	 * @param writes what each command writes besides
	 * @param detaches whether every other query is worked out beside the loop
	 */
	RecordingStateMachine(Ballast writes, boolean detaches) {
		this.writes = writes;
		this.detaches = detaches;
		this.maps.seal();
	}

	@Override
	public Snapshot snapshot() {
		return this.maps.snapshot();
	}

	@Override
	public void restore(Snapshot snapshot) {
		this.maps.restore(snapshot);
		this.changes++;
		this.applied.clear();
		this.digest = new StateDigest();
		this.maps.beginQuery();
		this.values.entries().forEach((entry) -> this.digest.changed(entry.getKey(), null, entry.getValue()));
		this.ballast.entries().forEach((entry) -> this.digest.changed(entry.getKey(), null, entry.getValue()));
		Long known = this.history.get(DIGEST);
		Long opNumber = this.history.get(OP_NUMBER);
		this.maps.endQuery();
		this.digest.setHistory((known != null) ? known : Restored.NOTHING.history());
		this.restored = new Restored(this.restored.count() + 1, (opNumber != null) ? opNumber : 0,
				this.digest.history(), this.digest.contents());
	}

	@Override
	public CheckpointCodec checkpointCodec() {
		return this.maps.checkpointCodec();
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
		this.maps.beginCommand();
		String key = command.split(" ")[1];
		Value before = this.values.get(key);
		Value after = Value.after(before, command);
		if (after != null) {
			this.values.put(key, after);
			this.digest.changed(key, before, after);
		}
		this.writes.write(viewstamp, (heavy, text) -> this.digest.changed(heavy, this.ballast.put(heavy, text), text));
		Applied done = new Applied(viewstamp, timestampNanos, command, Value.result(before, after));
		this.applied.add(done);
		this.changes++;
		this.digest.executed(done);
		this.history.put(DIGEST, this.digest.history());
		this.history.put(OP_NUMBER, viewstamp.opNumber());
		this.maps.commitCommand();
		return done.result();
	}

	@Override
	public byte[] query(byte[] query) {
		return bytes(query(text(query)));
	}

	@Override
	public Answer answer(byte[] query) {
		if (!this.detaches || this.detachable++ % 2 == 0) {
			return Answer.of(query(query));
		}
		MapsView view = this.maps.view();
		return Answer.by(() -> {
			this.maps.beginQuery(view);
			Value value = this.values.get(text(query).substring("get ".length()));
			this.maps.endViewQuery();
			return bytes(Value.describe(value));
		});
	}

	String query(String query) {
		this.maps.beginQuery();
		Value value = this.values.get(query.substring("get ".length()));
		this.maps.endQuery();
		return Value.describe(value);
	}

	/**
	 * All that was executed.
	 * @return a view
	 */
	Executed executed() {
		return new Executed(this.restored, applied());
	}

	/**
	 * How often something was executed, or the state was restored.
	 */
	long changes() {
		return this.changes;
	}

	/**
	 * All that was executed since the state was last restored, in order.
	 * @return a view
	 */
	List<Applied> applied() {
		return Collections.unmodifiableList(this.applied);
	}

	/**
	 * Digest of the state and of the whole history.
	 * @return the digest
	 */
	long digest() {
		return this.digest.history() * 31 + this.digest.contents();
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
