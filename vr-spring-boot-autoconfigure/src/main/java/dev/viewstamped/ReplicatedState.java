package dev.viewstamped;

/**
 * The state that the replicas share: a factory of {@link ReplicatedMap replicated maps}.
 * Injected into the beans that handle commands and queries.
 */
public interface ReplicatedState {

	/**
	 * Create the map of that name. To be called while beans are created, once for each
	 * name.
	 * @param name a name unique in the application, at most 200 characters
	 * @param keyType the type of keys: {@code String}, {@code Long}, {@code Integer},
	 * {@code UUID} or another comparable type that Jackson can write and read
	 * @param valueType the type of values, immutable, that Jackson can write and read
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return a map that is empty in a new group
	 * @throws IllegalArgumentException if the name is blank, too long or taken, or keys
	 * or values of these types cannot be written into checkpoints and read back
	 * @throws IllegalStateException if the replica has started already
	 */
	<K extends Comparable<? super K>, V> ReplicatedMap<K, V> map(String name, Class<K> keyType, Class<V> valueType);

}
