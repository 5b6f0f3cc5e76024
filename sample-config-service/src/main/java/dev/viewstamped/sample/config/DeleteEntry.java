package dev.viewstamped.sample.config;

import dev.viewstamped.Command;

/**
 * Deletes an entry.
 *
 * @param application name of the application
 * @param profile the profile
 * @param key the key
 * @param precondition what must be true of the entry as it is
 */
public record DeleteEntry(String application, String profile, String key,
		Precondition precondition) implements Command<DeleteResult> {

}
