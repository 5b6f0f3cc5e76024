package dev.viewstamped.sample.config;

import org.jspecify.annotations.Nullable;

/**
 * What a caller sends to write an entry.
 *
 * @param value the value
 * @param comment what the caller says about it, if anything
 */
record EntryBody(String value, @Nullable String comment) {

}
