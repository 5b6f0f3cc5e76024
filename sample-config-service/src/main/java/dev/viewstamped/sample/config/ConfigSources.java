package dev.viewstamped.sample.config;

import java.util.List;

/**
 * Several listings, all of them from the same state.
 *
 * @param listings the listings in the order that was asked for
 */
public record ConfigSources(List<ConfigListing> listings) {

	/**
	 * The latest change of any of them.
	 * @return its op-number, 0 if there was none
	 */
	long latestRevision() {
		return this.listings.stream().mapToLong(ConfigListing::revision).max().orElse(0);
	}

}
