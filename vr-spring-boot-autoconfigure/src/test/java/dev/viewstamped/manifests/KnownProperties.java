package dev.viewstamped.manifests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The properties that this library and Spring Boot describe in their metadata.
 */
final class KnownProperties {

	private static final KnownProperties ON_CLASSPATH = load();

	private final Set<String> names = new HashSet<>();

	private final Set<String> maps = new HashSet<>();

	private KnownProperties() {
	}

	static KnownProperties onClasspath() {
		return ON_CLASSPATH;
	}

	private static KnownProperties load() {
		KnownProperties properties = new KnownProperties();
		try {
			ClassLoader loader = KnownProperties.class.getClassLoader();
			for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream stream = url.openStream()) {
					properties.add(JsonMapper.shared().readTree(stream));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties;
	}

	private void add(JsonNode metadata) {
		for (JsonNode property : metadata.path("properties")) {
			String name = variable(property.path("name").asString());
			(property.path("type").asString("").startsWith("java.util.Map") ? this.maps : this.names).add(name);
		}
	}

	/**
	 * Whether an environment variable sets a property.
	 * @param variable name of the environment variable
	 * @return whether there is such a property
	 */
	boolean contains(String variable) {
		return this.names.contains(variable) || this.maps.stream().anyMatch((map) -> variable.startsWith(map + "_"));
	}

	private static String variable(String property) {
		return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

}
