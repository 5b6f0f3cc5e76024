package dev.viewstamped.replica;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.state.ValueCodec;

/**
 * A service with one map of texts, whose commands are {@code key=value}.
 */
class TextService implements StateMachine {

	private final ReplicatedMaps maps;

	private final ReplicatedMap<String, String> values;

	private int restored;

	TextService() {
		this(new Texts());
	}

	TextService(ValueCodec codec) {
		this.maps = new ReplicatedMaps(codec);
		this.values = this.maps.map(mapName(), String.class, String.class);
		this.maps.seal();
	}

	/**
	 * Name of the map: another version of the service may have given it another one.
	 */
	String mapName() {
		return "values";
	}

	/**
	 * How often the state was replaced by that of a checkpoint.
	 */
	int restored() {
		return this.restored;
	}

	Map<String, String> contents() {
		this.maps.beginQuery();
		Map<String, String> contents = new TreeMap<>();
		this.values.entries().forEach((entry) -> contents.put(entry.getKey(), entry.getValue()));
		this.maps.endQuery();
		return contents;
	}

	@Override
	public boolean knows(byte[] command) {
		return true;
	}

	@Override
	public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
		String[] parts = new String(command, StandardCharsets.UTF_8).split("=", 2);
		this.maps.beginCommand();
		this.values.put(parts[0], parts[1]);
		this.maps.commitCommand();
		return new byte[0];
	}

	@Override
	public byte[] query(byte[] query) {
		return query;
	}

	@Override
	public Snapshot snapshot() {
		return this.maps.snapshot();
	}

	@Override
	public void restore(Snapshot snapshot) {
		this.restored++;
		this.maps.restore(snapshot);
	}

	@Override
	public CheckpointCodec checkpointCodec() {
		return this.maps.checkpointCodec();
	}

	static class Texts implements ValueCodec {

		@Override
		public byte[] encode(Object object) {
			return object.toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public String formatOf(Class<?> type) {
			return getClass().getName() + " " + type.getName();
		}

		@Override
		public <T> T decode(byte[] bytes, Class<T> type) {
			return type.cast(new String(bytes, StandardCharsets.UTF_8));
		}

	}

}
