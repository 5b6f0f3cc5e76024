package dev.viewstamped.sample.config;

import dev.viewstamped.Query;

/**
 * Asks for all entries of one profile of an application.
 *
 * @param application name of the application
 * @param profile the profile
 */
public record FindEntries(String application, String profile) implements Query<ConfigListing> {

}
