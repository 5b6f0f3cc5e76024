package dev.viewstamped.sample.config;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One configured value.
 *
 * @param application name of the application that it is for
 * @param profile profile of that application
 * @param key the key
 * @param value the value
 * @param version number of writes of the key, from 1; from 1 again after a delete
 * @param revision op-number of the write
 * @param comment what the writer said about it, if anything
 * @param updatedAt replicated time of the write
 */
public record ConfigEntry(String application, String profile, String key, String value, long version, long revision,
		@Nullable String comment, Instant updatedAt) {

}
