package dev.viewstamped.benchmark.ours;

import dev.viewstamped.Command;

/**
 * Stores a value.
 *
 * @param key the key
 * @param value the value
 */
public record Put(String key, String value) implements Command<Long> {

}
