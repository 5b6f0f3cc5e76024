package dev.viewstamped.sample.config;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.ReadOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigServerController}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "vr.enabled=false", "vr.embedded.replicas=0" })
@Import(LocalVrConfiguration.class)
class ConfigServerControllerTests {

	private static final String V2_JSON = "application/vnd.spring-cloud.config-server.v2+json";

	@Autowired
	private LocalVr vr;

	@LocalServerPort
	private int port;

	private Http http;

	private String application;

	@BeforeEach
	void setUp() {
		this.vr.reset();
		this.http = new Http("http://localhost:" + this.port);
		this.application = "app-" + UUID.randomUUID();
	}

	@Test
	void environmentWhenNothingIsKnownHasNoSources() {
		HttpResponse<String> response = this.http.get("/config-server/" + this.application + "/dev");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("{\"name\":\"" + this.application
				+ "\",\"profiles\":[\"dev\"],\"label\":null,\"version\":null,\"state\":\"\",\"propertySources\":[]}");
		assertThat(Http.header(response, "Content-Type")).isEqualTo("application/json");
		assertThat(Http.header(response, "VR-Member")).isEqualTo("1");
		assertThat(Http.header(response, "VR-Token")).isEqualTo("token-0");
		assertThat(this.vr.reads()).containsExactly(ReadOptions.linearizable());
	}

	@Test
	void environmentOrdersSourcesByPrecedence() {
		for (String name : List.of(this.application, "application")) {
			for (String profile : List.of("default", "dev", "cloud", "unused")) {
				write(name, profile, "key", name + "-" + profile);
			}
		}
		JsonNode environment = Http.json(this.http.get("/config-server/" + this.application + "/dev,cloud/main"));
		assertThat(environment.get("profiles").toString()).isEqualTo("[\"dev\",\"cloud\"]");
		assertThat(environment.get("label").stringValue()).isEqualTo("main");
		assertThat(environment.get("version").stringValue()).isEqualTo("7");
		assertThat(names(environment)).containsExactly(this.application + "/cloud", this.application + "/dev",
				"application/cloud", "application/dev", this.application + "/default", "application/default");
		assertThat(environment.get("propertySources").get(0).get("source").toString())
			.isEqualTo("{\"key\":\"" + this.application + "-cloud\"}");
	}

	@Test
	void environmentLeavesOutEmptySources() {
		write(this.application, "dev", "a.b", "1");
		write("application", "default", "c", "2");
		JsonNode environment = Http.json(this.http.get("/config-server/" + this.application + "/dev"));
		assertThat(names(environment)).containsExactly(this.application + "/dev", "application/default");
	}

	@Test
	void environmentOfSharedApplicationAndDefaultProfileHasNoDuplicates() {
		write("application", "default", "a", "1");
		assertThat(names(Http.json(this.http.get("/config-server/application/default"))))
			.containsExactly("application/default");
		assertThat(names(Http.json(this.http.get("/config-server/" + this.application + "/default,default"))))
			.containsExactly("application/default");
	}

	@Test
	void environmentVersionCountsDeletes() {
		write(this.application, "dev", "a", "1");
		this.http.delete("/api/v1/configs/" + this.application + "/dev/a");
		JsonNode environment = Http.json(this.http.get("/config-server/" + this.application + "/dev"));
		assertThat(environment.get("version").stringValue()).isEqualTo("2");
		assertThat(environment.get("propertySources").isEmpty()).isTrue();
	}

	@Test
	void environmentWhenClientAsksForItsMediaTypeAnswersInIt() {
		HttpResponse<String> response = this.http.get("/config-server/" + this.application + "/dev", "Accept", V2_JSON);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Http.header(response, "Content-Type")).isEqualTo(V2_JSON);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%20b/dev", "app/a,,b", "app/a%20b", "app/," })
	void environmentWhenNameIsBadAnswersBadRequest(String path) {
		assertThat(this.http.get("/config-server/" + path).statusCode()).isEqualTo(400);
	}

	private void write(String name, String profile, String key, String value) {
		assertThat(this.http.put("/api/v1/configs/" + name + "/" + profile + "/" + key, value).statusCode())
			.isEqualTo(201);
	}

	private static List<String> names(JsonNode environment) {
		List<String> names = new ArrayList<>();
		environment.get("propertySources").forEach((source) -> names.add(source.get("name").stringValue()));
		return names;
	}

}
