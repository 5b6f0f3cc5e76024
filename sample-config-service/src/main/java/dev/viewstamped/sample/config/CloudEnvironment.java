package dev.viewstamped.sample.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An environment in the JSON of Spring Cloud Config.
 *
 * @param name name of the application
 * @param profiles its profiles
 * @param label the label that the client asked for, if any
 * @param version revision of the latest change, if there was any
 * @param state always empty: there is nothing to say
 * @param propertySources the sources, the strongest first
 */
record CloudEnvironment(String name, List<String> profiles, @Nullable String label, @Nullable String version,
		String state, List<PropertySource> propertySources) {

	static CloudEnvironment of(String application, List<String> profiles, @Nullable String label,
			ConfigSources sources) {
		long revision = sources.latestRevision();
		List<PropertySource> propertySources = sources.listings()
			.stream()
			.filter((listing) -> !listing.entries().isEmpty())
			.map(PropertySource::of)
			.toList();
		return new CloudEnvironment(application, profiles, label, (revision != 0) ? Long.toString(revision) : null, "",
				propertySources);
	}

	/**
	 * The entries of one profile of an application.
	 *
	 * @param name where they are from
	 * @param source value by key
	 */
	record PropertySource(String name, Map<String, String> source) {

		private static PropertySource of(ConfigListing listing) {
			Map<String, String> source = new LinkedHashMap<>();
			listing.entries().forEach((key, entry) -> source.put(key, entry.value()));
			return new PropertySource(listing.application() + "/" + listing.profile(), source);
		}

	}

}
