package dev.viewstamped.sample.config;

import dev.viewstamped.Command;
import org.jspecify.annotations.Nullable;

/**
 * Creates or changes an entry.
 *
 * @param application name of the application
 * @param profile the profile
 * @param key the key
 * @param value the new value
 * @param comment what the writer says about it, if anything
 * @param precondition what must be true of the entry as it is
 */
public record PutEntry(String application, String profile, String key, String value, @Nullable String comment,
		Precondition precondition) implements Command<PutResult> {

}
