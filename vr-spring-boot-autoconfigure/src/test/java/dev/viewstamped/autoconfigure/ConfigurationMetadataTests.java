package dev.viewstamped.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	/** Their descriptions say what holds when they are not set. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("vr.group", "vr.members", "vr.address", "vr.member-id",
			"vr.join", "vr.transport.secret", "vr.transport.ssl-bundle", "vr.kubernetes.namespace");

	private static final Set<String> CONTRACT = Set.of("vr.enabled", "vr.mode", "vr.group", "vr.members", "vr.address",
			"vr.member-id", "vr.join", "vr.bootstrap", "vr.embedded.replicas", "vr.storage.mode",
			"vr.storage.directory", "vr.timing.heartbeat-interval", "vr.timing.view-change-timeout",
			"vr.timing.request-timeout", "vr.pipeline.max-requests", "vr.pipeline.max-batch", "vr.client.window",
			"vr.client.max-sessions", "vr.checkpoint.interval", "vr.log.max-entries", "vr.log.max-size",
			"vr.limits.command-size", "vr.reads.lease", "vr.transport.path", "vr.transport.secret",
			"vr.transport.ssl-bundle", "vr.drain.timeout", "vr.kubernetes.enabled", "vr.kubernetes.namespace",
			"vr.kubernetes.bootstrap-marker");

	@Test
	void everyPropertyHasDescriptionAndDefault() throws IOException {
		Map<String, JsonNode> properties = properties();
		assertThat(properties.keySet()).isEqualTo(CONTRACT);
		properties.forEach((name, property) -> {
			assertThat(property.path("description").asString()).as(name).endsWith(".").doesNotStartWith("The ");
			assertThat(property.has("defaultValue")).as(name).isEqualTo(!WITHOUT_DEFAULT.contains(name));
		});
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (var url : Collections
			.list(VrProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				for (JsonNode property : new JsonMapper().readTree(metadata).path("properties")) {
					if (property.path("name").asString().startsWith("vr.")) {
						properties.put(property.path("name").asString(), property);
					}
				}
			}
		}
		return properties;
	}

}
