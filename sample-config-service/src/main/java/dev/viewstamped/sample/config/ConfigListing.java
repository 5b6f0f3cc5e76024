package dev.viewstamped.sample.config;

import java.util.Map;

/**
 * All entries of one profile of an application.
 *
 * @param application name of the application
 * @param profile the profile
 * @param revision op-number of the latest change, deletes included; 0 if there was none
 * @param entries the entries by key, in the order of their keys
 */
public record ConfigListing(String application, String profile, long revision, Map<String, ConfigEntry> entries) {

}
