package dev.viewstamped.sample.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The container image has what it starts with. Only profile {@code image} runs this.
 */
class ImageVerification {

	private static final String MAIN = "dev.viewstamped.sample.config.ConfigServiceApplication";

	private final Map<String, byte[]> files = new LinkedHashMap<>();

	private final List<List<String>> layers = new ArrayList<>();

	private JsonNode manifest;

	private JsonNode config;

	@BeforeEach
	void readImage() throws IOException {
		Map<String, byte[]> archive;
		try (InputStream stream = Files.newInputStream(Path.of(System.getProperty("image.tar")))) {
			archive = TarEntries.read(stream);
		}
		this.manifest = JsonMapper.shared().readTree(archive.get("manifest.json")).get(0);
		this.config = JsonMapper.shared().readTree(archive.get(this.manifest.get("Config").asString()));
		for (JsonNode layer : this.manifest.get("Layers")) {
			byte[] content = archive.get(layer.asString());
			Map<String, byte[]> entries = TarEntries.read(new GZIPInputStream(new ByteArrayInputStream(content)));
			this.layers.add(List.copyOf(entries.keySet()));
			this.files.putAll(entries);
		}
	}

	@Test
	void hasNameAndTag() {
		assertThat(this.manifest.get("RepoTags").get(0).asString()).isEqualTo(System.getProperty("image.name"));
	}

	@Test
	void startsTheApplicationFromItsClasspath() {
		List<String> entrypoint = new ArrayList<>();
		this.config.get("config").get("Entrypoint").forEach((item) -> entrypoint.add(item.asString()));
		assertThat(entrypoint).startsWith("java").endsWith(MAIN).contains("-cp");
		assertThat(this.files).containsKey("app/classes/" + MAIN.replace('.', '/') + ".class");
		String classpath = entrypoint.get(entrypoint.indexOf("-cp") + 1);
		if (classpath.startsWith("@/")) {
			classpath = new String(this.files.get(classpath.substring(2)), StandardCharsets.UTF_8);
		}
		for (String element : classpath.strip().split(":")) {
			String name = element.substring(1);
			assertThat(this.files.keySet()).as(element)
				.anyMatch((file) -> file.equals(name) || (name.endsWith("/*")
						? file.startsWith(name.substring(0, name.length() - 1)) : file.startsWith(name + "/")));
		}
	}

	@Test
	void runsAsUserWithoutRights() {
		assertThat(this.config.get("config").get("User").asString()).isEqualTo("10001:10001");
	}

	@Test
	void namesItsPorts() {
		assertThat(this.config.get("config").get("ExposedPorts").propertyNames()).contains("8080/tcp", "8081/tcp");
	}

	@Test
	void hasWhatItNeedsInCluster() {
		assertThat(libraries()).anyMatch((name) -> name.startsWith("vr-spring-boot-autoconfigure-"))
			.anyMatch((name) -> name.startsWith("kubernetes-client-api-"))
			.anyMatch((name) -> name.startsWith("kubernetes-httpclient-jdk-"))
			.anyMatch((name) -> name.startsWith("micrometer-registry-prometheus-"));
	}

	@Test
	void hasNothingOfTheTests() {
		assertThat(libraries()).noneMatch(
				(name) -> name.startsWith("junit") || name.startsWith("spring-boot-test") || name.contains("-mock-"));
		assertThat(this.files.keySet()).noneMatch((name) -> name.endsWith("Tests.class"));
	}

	@Test
	void keepsLibrariesOfOthersInLayersOfTheirOwn() {
		assertThat(this.layers)
			.anySatisfy((layer) -> assertThat(layer).anyMatch((name) -> name.contains("/spring-core-"))
				.noneMatch((name) -> name.contains("viewstamped") || name.contains("/vr-spring-boot-")));
	}

	private List<String> libraries() {
		return this.files.keySet()
			.stream()
			.filter((name) -> name.startsWith("app/libs/"))
			.map((name) -> name.substring("app/libs/".length()))
			.toList();
	}

}
