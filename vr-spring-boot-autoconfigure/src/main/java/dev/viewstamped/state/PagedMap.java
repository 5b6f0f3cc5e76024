package dev.viewstamped.state;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.viewstamped.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/**
 * A replicated map on a {@link PageTree}. A command that fails puts the tree of before
 * back. Streams show the map as it was when they were asked for, and throw
 * {@link IllegalStateException} once the command or query that asked has ended; a range
 * that ends before it begins is empty.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class PagedMap<K extends Comparable<? super K>, V> implements ReplicatedMap<K, V> {

	private final int index;

	private final String name;

	private final Class<K> keyType;

	private final Class<V> valueType;

	private final ValueCodec codec;

	private final Scopes scopes;

	private final Consumer<PagedMap<?, ?>> firstChange;

	private PageTree<K, V> tree = PageTree.empty();

	private @Nullable PageTree<K, V> treeBeforeCommand;

	/**
	 * Create an empty map.
	 * @param index its place in views
	 * @param name the map's name
	 * @param keyType the type of keys
	 * @param valueType the type of values
	 * @param codec writes keys and values, and refuses those that no checkpoint could
	 * hold
	 * @param scopes guards the access
	 * @param firstChange told when a command changes the map for the first time
	 */
	PagedMap(int index, String name, Class<K> keyType, Class<V> valueType, ValueCodec codec, Scopes scopes,
			Consumer<PagedMap<?, ?>> firstChange) {
		this.index = index;
		this.name = name;
		this.keyType = keyType;
		this.valueType = valueType;
		this.codec = codec;
		this.scopes = scopes;
		this.firstChange = firstChange;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public @Nullable V get(K key) {
		return treeIn(this.scopes.requireReadable(this.name)).get(checkKey("key", key));
	}

	@Override
	public boolean containsKey(K key) {
		return get(key) != null;
	}

	@Override
	public @Nullable V put(K key, V value) {
		this.scopes.requireWritable(this.name);
		byte[] encodedKey = encode("key", checkKey("key", key));
		byte[] encodedValue = encode("value", check("value", value, this.valueType));
		return change(this.tree.put(key, new Cell<>(value, new EncodedEntry(encodedKey, encodedValue))));
	}

	@Override
	public @Nullable V remove(K key) {
		this.scopes.requireWritable(this.name);
		return change(this.tree.remove(checkKey("key", key)));
	}

	@Override
	public long size() {
		return treeIn(this.scopes.requireReadable(this.name)).size();
	}

	@Override
	public Stream<Map.Entry<K, V>> entries() {
		return stream(null, null);
	}

	@Override
	public Stream<Map.Entry<K, V>> entriesFrom(K fromInclusive) {
		return stream(checkKey("fromInclusive", fromInclusive), null);
	}

	@Override
	public Stream<Map.Entry<K, V>> entries(K fromInclusive, K toExclusive) {
		return stream(checkKey("fromInclusive", fromInclusive), checkKey("toExclusive", toExclusive));
	}

	/**
	 * Keep the changes of the command.
	 * @return by how many entries the command made the map larger
	 */
	long commit() {
		PageTree<K, V> before = Objects.requireNonNull(this.treeBeforeCommand);
		this.treeBeforeCommand = null;
		return this.tree.size() - before.size();
	}

	/**
	 * Undo the changes of the command.
	 */
	void rollback() {
		this.tree = Objects.requireNonNull(this.treeBeforeCommand);
		this.treeBeforeCommand = null;
	}

	/**
	 * The entries as they are now.
	 * @return the tree, which later changes do not touch
	 */
	PageTree<K, V> tree() {
		return this.tree;
	}

	/**
	 * Its place in views.
	 */
	int index() {
		return this.index;
	}

	/**
	 * Take other entries in place of the present ones.
	 * @param other a tree of keys and values of this map's types
	 */
	@SuppressWarnings("unchecked")
	void restore(PageTree<?, ?> other) {
		this.tree = (PageTree<K, V>) other;
	}

	/**
	 * How pages of this map are written and read.
	 * @param codec writes and reads keys and values
	 * @return the format
	 */
	MapFormat<K, V> format(ValueCodec codec) {
		return new MapFormat<>(this.name, this.keyType, this.valueType, codec);
	}

	private @Nullable V change(PageTree.Change<K, V> change) {
		if (this.treeBeforeCommand == null && change.tree() != this.tree) {
			this.treeBeforeCommand = this.tree;
			this.firstChange.accept(this);
		}
		this.tree = change.tree();
		return change.before();
	}

	private Stream<Map.Entry<K, V>> stream(@Nullable K fromInclusive, @Nullable K toExclusive) {
		Scope scope = this.scopes.requireReadable(this.name);
		Runnable check = () -> this.scopes.requireSame(scope, this.name);
		PageCursor<K, V> cursor = treeIn(scope).cursor(fromInclusive, toExclusive);
		return StreamSupport.stream(new EntrySpliterator<>(cursor, check), false);
	}

	/** What may be read: the map as it is, or as it was. */
	@SuppressWarnings("unchecked")
	private PageTree<K, V> treeIn(Scope scope) {
		MapsView view = scope.view();
		return (view == null) ? this.tree : (PageTree<K, V>) view.tree(this.index);
	}

	private K checkKey(String what, K key) {
		return check(what, key, this.keyType);
	}

	/**
	 * The command that puts what cannot be written fails, on all replicas alike. Found
	 * out later, when a checkpoint is taken, it would stop all of them.
	 */
	private byte[] encode(String what, Object object) {
		try {
			return this.codec.encode(object);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The %s put into map '%s' cannot be kept: %s. Keys and values of replicated maps must be data"
						.formatted(what, this.name, ex.getMessage()),
					ex);
		}
	}

	private <T> T check(String what, T object, Class<T> type) {
		Objects.requireNonNull(object, () -> "'%s' must not be null in map '%s'".formatted(what, this.name));
		if (!type.isInstance(object)) {
			throw new ClassCastException("'%s' of map '%s' must be of type %s, not %s".formatted(what, this.name,
					type.getName(), object.getClass().getName()));
		}
		return object;
	}

}
