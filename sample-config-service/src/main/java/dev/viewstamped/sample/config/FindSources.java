package dev.viewstamped.sample.config;

import java.util.List;

import dev.viewstamped.Query;

/**
 * Asks for all entries of several profiles and applications at once, so that they are
 * from the same state.
 *
 * @param sources the profiles, in the order in which they are wanted
 */
public record FindSources(List<FindEntries> sources) implements Query<ConfigSources> {

}
