package dev.viewstamped.sample.config;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigServiceApplication} as it is started by default: three replicas
 * in one JVM, with real links between them.
 */
class ConfigServiceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@SuppressWarnings("NullAway.Init")
	private static ConfigurableApplicationContext context;

	@SuppressWarnings("NullAway.Init")
	private static List<Http> replicas;

	private String pair = "";

	@BeforeAll
	static void startReplicas() {
		context = new SpringApplicationBuilder(ConfigServiceApplication.class).run("--server.port=0");
		Http first = new Http("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> Http.json(first.get("/actuator/vr")).get("configuration").size() == 3);
		replicas = new ArrayList<>();
		for (JsonNode member : Http.json(first.get("/actuator/vr")).get("configuration")) {
			replicas.add(new Http("http://" + member.get("address").stringValue()));
		}
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> replicas.stream()
				.allMatch((replica) -> replica.get("/actuator/health/readiness").statusCode() == 200));
	}

	@AfterAll
	static void stopReplicas() {
		context.close();
	}

	@BeforeEach
	void setUp() {
		this.pair = "/api/v1/configs/app-" + UUID.randomUUID() + "/prod";
	}

	@Test
	void writeAtOneReplicaIsReadAtTheOthersAtOnce() {
		for (int i = 0; i < replicas.size(); i++) {
			for (int round = 0; round < 20; round++) {
				String key = this.pair + "/key-" + i + "-" + round;
				HttpResponse<String> written = replicas.get(i).put(key, "value " + round);
				assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
				for (Http replica : replicas) {
					HttpResponse<String> read = replica.get(key);
					assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
					assertThat(Http.json(read)).isEqualTo(Http.json(written));
				}
			}
		}
	}

	@Test
	void answersSayWhichReplicaGaveThem() {
		List<String> members = new ArrayList<>();
		for (Http replica : replicas) {
			HttpResponse<String> response = replica.put(this.pair + "/a", "1");
			members.add(Http.requiredHeader(response, "VR-Member"));
			JsonNode report = Http.json(replica.get("/actuator/vr"));
			assertThat(Http.header(response, "VR-Member")).isEqualTo(report.get("memberId").asString());
			assertThat(Http.header(response, "VR-View")).isEqualTo(report.get("view").asString());
			assertThat(Http.header(response, "VR-Epoch")).isEqualTo("0");
			assertThat(Http.header(response, "VR-Token")).isNotBlank();
			assertThat(Http.header(response, "VR-Op")).isEqualTo(Http.json(response).get("revision").asString());
			HttpResponse<String> error = replica.get(this.pair + "/unknown");
			assertThat(error.statusCode()).isEqualTo(404);
			assertThat(Http.header(error, "VR-Member")).isEqualTo(Http.header(response, "VR-Member"));
			assertThat(Http.header(error, "VR-Token")).isNotBlank();
		}
		assertThat(members).containsExactly("0", "1", "2");
	}

	@Test
	void everyConsistencyAnswers() {
		String token = Http.requiredHeader(replicas.get(0).put(this.pair + "/a", "1"), "VR-Token");
		for (Http replica : replicas) {
			HttpResponse<String> causal = replica.get(this.pair + "/a?consistency=causal", "VR-Token", token);
			assertThat(causal.statusCode()).as(causal.body()).isEqualTo(200);
			assertThat(replica.get(this.pair + "/a?consistency=lease").statusCode()).isEqualTo(200);
			assertThat(replica.get(this.pair + "?consistency=stale").statusCode()).isEqualTo(200);
			assertThat(replica.get(this.pair + "/a?consistency=causal", "VR-Token", "nonsense").statusCode())
				.isEqualTo(400);
		}
	}

	@Test
	void entityTagsHoldAcrossReplicas() {
		HttpResponse<String> first = replicas.get(0).put(this.pair + "/a", "1", "If-None-Match", "*");
		String tag = Http.requiredHeader(first, "ETag");
		assertThat(replicas.get(1).put(this.pair + "/a", "x", "If-None-Match", "*").statusCode()).isEqualTo(412);
		HttpResponse<String> second = replicas.get(1).put(this.pair + "/a", "2", "If-Match", tag);
		assertThat(second.statusCode()).isEqualTo(200);
		assertThat(Http.json(second).get("version").intValue()).isEqualTo(2);
		HttpResponse<String> late = replicas.get(2).put(this.pair + "/a", "3", "If-Match", tag);
		assertThat(late.statusCode()).isEqualTo(412);
		assertThat(Http.header(late, "ETag")).isEqualTo(Http.header(second, "ETag"));
		assertThat(replicas.get(2).delete(this.pair + "/a", "If-Match", tag).statusCode()).isEqualTo(412);
		assertThat(replicas.get(2).delete(this.pair + "/a").statusCode()).isEqualTo(204);
		assertThat(replicas.get(0).get(this.pair + "/a").statusCode()).isEqualTo(404);
		assertThat(replicas.get(1).delete(this.pair + "/a").statusCode()).isEqualTo(404);
	}

	@Test
	void listingsAreTheSameEverywhere() {
		replicas.get(0).put(this.pair + "/b", "2");
		replicas.get(1).put(this.pair + "/a", "1");
		String deleted = Http.requiredHeader(replicas.get(2).delete(this.pair + "/b"), "VR-Op");
		for (Http replica : replicas) {
			JsonNode listing = Http.json(replica.get(this.pair));
			assertThat(listing.get("entries").propertyNames()).containsExactly("a");
			assertThat(listing.get("revision").asString()).isEqualTo(deleted);
		}
	}

	@Test
	void cloudEnvironmentIsTheSameEverywhere() {
		String application = this.pair.split("/")[4];
		replicas.get(0).put(this.pair + "/greeting", "hello");
		for (Http replica : replicas) {
			JsonNode environment = Http.json(replica.get("/config-server/" + application + "/prod"));
			assertThat(environment.get("propertySources").toString())
				.isEqualTo("[{\"name\":\"" + application + "/prod\",\"source\":{\"greeting\":\"hello\"}}]");
		}
	}

	@Test
	void valueThatIsTooLargeIsRefusedAndChangesNothing() {
		HttpResponse<String> response = replicas.get(1).put(this.pair + "/a", "x".repeat(1024 * 1024 + 1));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(413);
		assertThat(replicas.get(1).get(this.pair + "/a").statusCode()).isEqualTo(404);
		assertThat(replicas.get(1).put(this.pair + "/a", "x".repeat(1000 * 1024)).statusCode()).isEqualTo(201);
		assertThat(Http.json(replicas.get(2).get(this.pair + "/a")).get("value").stringValue()).hasSize(1000 * 1024);
	}

	@Test
	void actuatorDescribesEachReplica() {
		int primaries = 0;
		for (int i = 0; i < replicas.size(); i++) {
			Http replica = replicas.get(i);
			JsonNode report = Http.json(replica.get("/actuator/vr"));
			assertThat(report.get("group").stringValue()).isEqualTo("config");
			assertThat(report.get("memberId").intValue()).isEqualTo(i);
			assertThat(report.get("status").stringValue()).isEqualTo("normal");
			assertThat(report.get("quorum").get("size").intValue()).isEqualTo(3);
			assertThat(report.get("quorum").get("needed").intValue()).isEqualTo(2);
			assertThat(report.get("peers").size()).isEqualTo(2);
			primaries += report.get("role").stringValue().equals("primary") ? 1 : 0;
			JsonNode health = Http.json(replica.get("/actuator/health"));
			assertThat(health.get("status").stringValue()).isEqualTo("UP");
			assertThat(health.get("components").get("vr").get("details").get("memberId").intValue()).isEqualTo(i);
			JsonNode view = Http.json(replica.get("/actuator/metrics/vr.view"));
			assertThat(view.get("measurements").get(0).get("value").longValue())
				.isEqualTo(report.get("view").longValue());
		}
		assertThat(primaries).isEqualTo(1);
	}

}
