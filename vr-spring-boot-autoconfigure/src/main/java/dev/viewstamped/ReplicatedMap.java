package dev.viewstamped;

import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A map of the replicated state, ordered by key. Changed only inside a
 * {@link ReplicatedCommand command}, read only inside a command or a
 * {@link ReplicatedQuery query}; anything else throws {@link IllegalStateException} with
 * the reason. Keys and values must not be null and must not be changed once they are in
 * the map.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface ReplicatedMap<K extends Comparable<? super K>, V> {

	/**
	 * The map's name.
	 * @return the name it was created with
	 */
	String name();

	/**
	 * Look up a value.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable V get(K key);

	/**
	 * Whether the map has a value for the key.
	 * @param key the key
	 * @return {@code true} if there is a value
	 */
	boolean containsKey(K key);

	/**
	 * Set a value.
	 * @param key the key
	 * @param value the value
	 * @return the value before, or {@code null} if there was none
	 * @throws IllegalArgumentException if the key or the value cannot be written as JSON,
	 * and so could not be in a checkpoint; the map is unchanged
	 */
	@Nullable V put(K key, V value);

	/**
	 * Remove a value.
	 * @param key the key
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable V remove(K key);

	/**
	 * Number of entries.
	 * @return the size
	 */
	long size();

	/**
	 * Whether the map has no entry.
	 * @return {@code true} if it is empty
	 */
	default boolean isEmpty() {
		return size() == 0;
	}

	/**
	 * All entries in the order of their keys, as they are now: later changes do not show.
	 * @return the entries
	 */
	Stream<Map.Entry<K, V>> entries();

	/**
	 * The entries from one key on, in the order of their keys, as they are now.
	 * @param fromInclusive the first key
	 * @return the entries
	 */
	Stream<Map.Entry<K, V>> entriesFrom(K fromInclusive);

	/**
	 * The entries of a range, in the order of their keys, as they are now.
	 * @param fromInclusive the first key
	 * @param toExclusive the key at which to stop
	 * @return the entries
	 */
	Stream<Map.Entry<K, V>> entries(K fromInclusive, K toExclusive);

}
