package dev.viewstamped.benchmark.ours;

import dev.viewstamped.Query;

/**
 * Asks for the entry of a key.
 *
 * @param key the key
 */
public record Get(String key) implements Query<StoredValue> {

}
