package dev.viewstamped.benchmark.ours;

/**
 * A value and the number of puts of its key.
 *
 * @param version the number
 * @param value the value
 */
public record StoredValue(long version, String value) {

	static final StoredValue NONE = new StoredValue(0, "");

}
