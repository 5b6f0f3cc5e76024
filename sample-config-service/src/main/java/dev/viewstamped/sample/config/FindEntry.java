package dev.viewstamped.sample.config;

import java.util.Optional;

import dev.viewstamped.Query;

/**
 * Asks for one entry.
 *
 * @param application name of the application
 * @param profile the profile
 * @param key the key
 */
public record FindEntry(String application, String profile, String key) implements Query<Optional<ConfigEntry>> {

}
