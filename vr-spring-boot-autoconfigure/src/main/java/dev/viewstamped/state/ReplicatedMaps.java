package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedState;
import org.jspecify.annotations.Nullable;

/**
 * Makes the replicated maps, owns them, and says when they may be touched. Maps are
 * created until {@link #seal()}, then commands and queries run one at a time on the
 * replica's loop thread, each between its begin and its end. A command's changes stay
 * with {@link #commitCommand()} and are gone with {@link #rollbackCommand()}. Other
 * threads may read the maps as they were between two commands, in a {@link #view()}.
 * <p>
 * Streams of a map's entries end with their command or query: encode a result that holds
 * one before the end.
 */
public final class ReplicatedMaps implements ReplicatedState {

	private static final int MAX_NAME_LENGTH = 200;

	private final TreeMap<String, PagedMap<?, ?>> maps = new TreeMap<>();

	private final ValueCodec codec;

	private final Scopes scopes = new Scopes();

	private final List<PagedMap<?, ?>> changed = new ArrayList<>();

	/** The maps as they are; {@code null} if nobody has asked since they were changed. */
	private @Nullable MapsView view;

	private volatile boolean sealed;

	private volatile long entryCount;

	/**
	 * Create the place for maps.
	 * @param codec writes keys and values into checkpoints and reads them back
	 */
	public ReplicatedMaps(ValueCodec codec) {
		this.codec = codec;
	}

	/**
	 * {@inheritDoc} May be called on any thread.
	 */
	@Override
	public synchronized <K extends Comparable<? super K>, V> ReplicatedMap<K, V> map(String name, Class<K> keyType,
			Class<V> valueType) {
		checkName(name);
		checkType(name, "keyType", keyType);
		checkType(name, "valueType", valueType);
		if (this.sealed) {
			throw new IllegalStateException(
					("Map '%s' cannot be created: the replica has started, and its maps must be there"
							+ " before the first command. Create it while beans are created, in a constructor for example")
						.formatted(name));
		}
		if (this.maps.containsKey(name)) {
			throw new IllegalArgumentException(
					"Map '%s' exists already. Choose another name, or share the one map between the beans"
						.formatted(name));
		}
		PagedMap<K, V> map = new PagedMap<>(this.maps.size(), name, keyType, valueType, this.codec, this.scopes,
				this.changed::add);
		this.maps.put(name, map);
		return map;
	}

	/**
	 * End the time in which maps are created. Called on any thread before the first
	 * command or query; more calls have no effect.
	 */
	public synchronized void seal() {
		this.sealed = true;
	}

	/**
	 * Let this thread read and change the maps.
	 * @throws IllegalStateException if a command or query is running, or maps can still
	 * be created
	 */
	public void beginCommand() {
		begin(Scope.Kind.COMMAND);
	}

	/**
	 * End the command and keep what it changed.
	 * @throws IllegalStateException if no command is running on this thread
	 */
	public void commitCommand() {
		this.scopes.requireRunning(Scope.Kind.COMMAND);
		if (!this.changed.isEmpty()) {
			this.view = null;
		}
		long growth = 0;
		for (PagedMap<?, ?> map : this.changed) {
			growth += map.commit();
		}
		this.changed.clear();
		if (growth != 0) {
			this.entryCount += growth;
		}
		this.scopes.end();
	}

	/**
	 * End the command and undo what it changed: every map is again exactly what it was
	 * before. Takes a moment for each map that was changed, however large.
	 * @throws IllegalStateException if no command is running on this thread
	 */
	public void rollbackCommand() {
		this.scopes.requireRunning(Scope.Kind.COMMAND);
		this.changed.forEach(PagedMap::rollback);
		this.changed.clear();
		this.scopes.end();
	}

	/**
	 * Let this thread read the maps.
	 * @throws IllegalStateException if a command or query is running, or maps can still
	 * be created
	 */
	public void beginQuery() {
		begin(Scope.Kind.QUERY);
	}

	/**
	 * End the query.
	 * @throws IllegalStateException if no query is running on this thread
	 */
	public void endQuery() {
		this.scopes.requireRunning(Scope.Kind.QUERY);
		this.scopes.end();
	}

	/**
	 * The maps as they are now, which later commands do not change, for queries on other
	 * threads. Called between commands, by the thread that runs them; takes a moment for
	 * each map if a command has changed any since it was called last.
	 * @return the view
	 * @throws IllegalStateException if a command or query is running, or maps can still
	 * be created
	 */
	public MapsView view() {
		MapsView present = this.view;
		if (present == null) {
			begin(Scope.Kind.SNAPSHOT);
			PageTree<?, ?>[] trees = new PageTree<?, ?>[this.maps.size()];
			this.maps.values().forEach((map) -> trees[map.index()] = map.tree());
			this.scopes.end();
			present = new MapsView(trees);
			this.view = present;
		}
		return present;
	}

	/**
	 * Let this thread, on which no command or query runs, read the maps as they were.
	 * @param view how they were
	 * @throws IllegalStateException if a command or query is running on this thread
	 */
	public void beginQuery(MapsView view) {
		this.scopes.beginView(view);
	}

	/**
	 * End the query on a view.
	 * @throws IllegalStateException if none is running on this thread
	 */
	public void endViewQuery() {
		this.scopes.endView();
	}

	/**
	 * The state as it is now, which later commands do not change. Maps without entries
	 * are left out, so that a map which nobody has used yet makes no difference. Called
	 * between commands; takes a moment for each map, however large.
	 * @return the snapshot
	 * @throws IllegalStateException if a command or query is running, or maps can still
	 * be created
	 */
	public Snapshot snapshot() {
		begin(Scope.Kind.SNAPSHOT);
		TreeMap<String, PageTree<?, ?>> trees = new TreeMap<>();
		this.maps.forEach((name, map) -> {
			if (map.tree().size() > 0) {
				trees.put(name, map.tree());
			}
		});
		this.scopes.end();
		return new Snapshot(trees, new TreeMap<>());
	}

	/**
	 * Take the state of a snapshot in place of the present one. A map that the snapshot
	 * does not have is empty from now on. Called between commands; takes a moment for
	 * each map, however large.
	 * @param snapshot a snapshot of these maps, or one that {@link #checkpointCodec()}
	 * has made
	 * @throws IllegalStateException if the snapshot has a map that does not exist here,
	 * and then nothing has changed; or if a command or query is running, or maps can
	 * still be created
	 */
	public void restore(Snapshot snapshot) {
		snapshot.maps().keySet().forEach(this::format);
		begin(Scope.Kind.RESTORE);
		this.view = null;
		long entries = 0;
		for (PagedMap<?, ?> map : this.maps.values()) {
			PageTree<?, ?> tree = snapshot.maps().getOrDefault(map.name(), PageTree.empty());
			map.restore(tree);
			entries += tree.size();
		}
		this.entryCount = entries;
		this.scopes.end();
	}

	/**
	 * What makes checkpoints of the maps. May be called on any thread.
	 * @return the codec, which knows the maps that exist when it is used
	 */
	public CheckpointCodec checkpointCodec() {
		return checkpointCodec(new TreeMap<>());
	}

	/**
	 * What makes checkpoints of the maps and of sections beside them. May be called on
	 * any thread.
	 * @param sectionFormats how the sections of the service are written, by their names
	 * @return the codec, which knows the maps that exist when it is used
	 */
	public CheckpointCodec checkpointCodec(SortedMap<String, String> sectionFormats) {
		return new CheckpointCodec(this::format, this::names, sectionFormats);
	}

	/**
	 * Number of maps, for operators. May be called on any thread.
	 * @return the number of maps
	 */
	public synchronized int mapCount() {
		return this.maps.size();
	}

	/**
	 * Number of entries of all maps, for operators: the count after the latest committed
	 * command. May be called on any thread.
	 * @return the number of entries
	 */
	public long entryCount() {
		return this.entryCount;
	}

	private synchronized SortedSet<String> names() {
		return new TreeSet<>(this.maps.keySet());
	}

	private synchronized MapFormat<?, ?> format(String name) {
		PagedMap<?, ?> map = this.maps.get(name);
		if (map == null) {
			throw new IllegalStateException(("The state has entries in map '%s', and this application does not create"
					+ " a map of that name. Create it with ReplicatedState.map, or run the version of the application"
					+ " that the other members run")
				.formatted(name));
		}
		return map.format(this.codec);
	}

	private void begin(Scope.Kind kind) {
		if (!this.sealed) {
			throw new IllegalStateException(
					"A %s cannot begin while maps can still be created. Call seal() first".formatted(kind));
		}
		this.scopes.begin(kind);
	}

	private static void checkName(String name) {
		Objects.requireNonNull(name, "'name' of a map must not be null");
		if (name.isBlank()) {
			throw new IllegalArgumentException("'name' of a map must not be blank, but is '%s'".formatted(name));
		}
		if (name.length() > MAX_NAME_LENGTH) {
			throw new IllegalArgumentException("'name' of a map must have at most %s characters, but '%s' has %s"
				.formatted(MAX_NAME_LENGTH, name, name.length()));
		}
	}

	private void checkType(String name, String what, Class<?> type) {
		Objects.requireNonNull(type, () -> "'%s' of map '%s' must not be null".formatted(what, name));
		if (type.isPrimitive()) {
			throw new IllegalArgumentException(
					"'%s' of map '%s' must not be the primitive type %s. Use its wrapper class".formatted(what, name,
							type));
		}
		String problem = this.codec.problemWith(type);
		if (problem != null) {
			throw new InvalidMapException(name, what, type, problem);
		}
	}

}
