package dev.viewstamped.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

import dev.viewstamped.actuate.OperatedNode;
import dev.viewstamped.actuate.Reports;
import dev.viewstamped.message.OperatorReply.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class VrReconfigurationEndpointTests {

	private static final String VALID = """
			{"expectedEpoch":0,"members":["localhost:8080","localhost:8083","localhost:8084"]}""";

	private ConfigurableApplicationContext context = start("unrestricted");

	private final OperatedNode node = this.context.getBean(OperatedNode.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	private static ConfigurableApplicationContext start(String access, String... args) {
		return new SpringApplicationBuilder(OperatedApplication.class)
			.properties("server.port=0", "management.endpoints.web.exposure.include=vr",
					"management.endpoint.vr.access=" + access)
			.bannerMode(Banner.Mode.OFF)
			.run(args);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path, "local.server.port").GET());
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return post(path, body, "local.server.port");
	}

	private HttpResponse<String> post(String path, String body, String port) throws IOException, InterruptedException {
		return send(request(path, port).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String path, String port) {
		return HttpRequest.newBuilder(URI
			.create("http://localhost:" + this.context.getEnvironment().getProperty(port) + "/actuator/vr" + path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void reconfigurationTakesAListAndTellsTheMembers() throws Exception {
		this.node.answer(Outcome.ACCEPTED, "", 77);
		HttpResponse<String> response = post("/reconfiguration", VALID);
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(response.body())
			.isEqualTo("{\"opNumber\":77,\"members\":[{\"memberId\":0,\"address\":\"localhost:8080\"},"
					+ "{\"memberId\":3,\"address\":\"localhost:8083\"},"
					+ "{\"memberId\":4,\"address\":\"localhost:8084\"}]}");
		assertThat(this.node.asked())
			.containsExactly("RECONFIGURE 0 [localhost:8080, localhost:8083, localhost:8084] PT1M");
	}

	@Test
	void refusalsHaveASentence() throws Exception {
		this.node.answer(Outcome.CONFLICT, "epoch is 1", 0);
		HttpResponse<String> conflict = post("/reconfiguration", VALID);
		assertThat(conflict.statusCode()).isEqualTo(409);
		assertThat(conflict.body()).isEqualTo("{\"message\":\"epoch is 1\"}");
		this.node.answer(Outcome.INVALID, "too few", 0);
		assertThat(post("/reconfiguration", VALID).statusCode()).isEqualTo(422);
		this.node.answer(Outcome.NO_PRIMARY, "no primary", 0);
		assertThat(post("/reconfiguration", VALID).statusCode()).isEqualTo(503);
	}

	@Test
	void incompleteRequestsAreRefusedWithASentence() throws Exception {
		for (String body : List.of("{}", "{\"members\":[\"a:1\"]}", "{\"expectedEpoch\":0}",
				"{\"expectedEpoch\":null,\"members\":[]}", "{\"expectedEpoch\":\"x\",\"members\":[\"a:1\"]}",
				"{\"expectedEpoch\":true,\"members\":[\"a:1\"]}", "{\"expectedEpoch\":0,\"members\":[\"\",\"\"]}")) {
			HttpResponse<String> response = post("/reconfiguration", body);
			assertThat(response.statusCode()).as(body).isEqualTo(422);
			assertThat(response.body()).as(body).startsWith("{\"message\":\"");
		}
		assertThat(post("/reconfiguration", "").statusCode()).isEqualTo(422);
		assertThat(send(request("/reconfiguration", "local.server.port").POST(BodyPublishers.noBody())).statusCode())
			.isEqualTo(422);
		assertThat(this.node.asked()).isEmpty();
	}

	@Test
	void requestsOfOtherTypesAreBadRequests() throws Exception {
		for (String body : List.of("{", "[]", "7", "\"text\"", "{\"expectedEpoch\":{},\"members\":[\"a:1\"]}",
				"{\"expectedEpoch\":0,\"members\":{}}", "{\"expectedEpoch\":0,\"members\":[1,2,3]}",
				"{\"expectedEpoch\":0,\"members\":[null]}", "{\"expectedEpoch\":0,\"members\":[[\"a:1\"]]}",
				"{\"expectedEpoch\":[0,1],\"members\":[\"a:1\"]}", "x".repeat(100_000))) {
			assertThat(post("/reconfiguration", body).statusCode()).as(body).isEqualTo(400);
		}
		assertThat(this.node.asked()).isEmpty();
	}

	@Test
	void emptyListIsAQuestionOfTheGroup() throws Exception {
		this.node.answer(Outcome.INVALID, "too few", 0);
		assertThat(post("/reconfiguration", "{\"expectedEpoch\":0,\"members\":[]}").statusCode()).isEqualTo(422);
		assertThat(this.node.asked()).containsExactly("RECONFIGURE 0 [] PT1M");
	}

	@Test
	void changeAndEpochAreShown() throws Exception {
		assertThat(get("/reconfiguration").body()).isEqualTo("{\"epoch\":1,\"state\":\"complete\",\"members\":["
				+ "{\"memberId\":0,\"address\":\"localhost:8080\",\"state\":\"member\",\"lag\":0},"
				+ "{\"memberId\":1,\"address\":\"localhost:8084\",\"state\":\"replaced\"},"
				+ "{\"memberId\":3,\"address\":\"localhost:8083\",\"state\":\"member\",\"lag\":3},"
				+ "{\"memberId\":4,\"address\":\"localhost:8084\",\"state\":\"unreachable\"}]}");
		assertThat(get("/epoch").body()).isEqualTo("{\"epoch\":1,\"configuration\":["
				+ "{\"memberId\":0,\"address\":\"localhost:8080\"},{\"memberId\":3,\"address\":\"localhost:8083\"},"
				+ "{\"memberId\":4,\"address\":\"localhost:8084\"}],\"oldConfiguration\":["
				+ "{\"memberId\":0,\"address\":\"localhost:8080\"},{\"memberId\":1,\"address\":\"localhost:8081\"},"
				+ "{\"memberId\":2,\"address\":\"localhost:9002\"}]}");
		assertThat(get("").body()).contains("\"standbys\":[{\"memberId\":5,\"address\":\"localhost:8085\"}]");
	}

	@Test
	void replicaWithoutPlaceClaimsNone() throws Exception {
		this.node.show(Reports.joining());
		assertThat(get("").body())
			.isEqualTo("{\"group\":\"config\",\"role\":\"none\",\"status\":\"recovering\",\"storage\":\"memory\","
					+ "\"condition\":{\"code\":\"recovering\",\"message\":\"Asking localhost:8080 for the group\"},"
					+ "\"peers\":[{\"address\":\"localhost:8080\",\"connected\":true}]}");
		assertThat(get("/epoch").body()).isEqualTo("{}");
	}

	@Test
	void handOverNeedsNoBody() throws Exception {
		this.node.answer(Outcome.ACCEPTED, "to member 3", 0);
		HttpResponse<String> response = send(request("/hand-over", "local.server.port").POST(BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(response.body()).isEqualTo("{\"message\":\"to member 3\"}");
		this.node.answer(Outcome.CONFLICT, "not now", 0);
		assertThat(post("/hand-over", "{}").statusCode()).isEqualTo(409);
	}

	@Test
	void operationsAreForThoseWhoMayWrite() throws Exception {
		for (String access : List.of("read-only", "")) {
			this.context.close();
			this.context = start(access);
			assertThat(
					Stream.of(post("/reconfiguration", VALID), post("/hand-over", "{}"), post("/reconfiguration", "{")))
				.extracting(HttpResponse::statusCode)
				.containsOnly(405);
			assertThat(get("/reconfiguration").statusCode()).isEqualTo(200);
			assertThat(this.context.getBean(OperatedNode.class).asked()).isEmpty();
		}
	}

	@Test
	void reconfigurationTakesAListOnTheManagementPort() throws Exception {
		this.context.close();
		this.context = start("unrestricted", "--management.server.port=0");
		this.context.getBean(OperatedNode.class).answer(Outcome.ACCEPTED, "", 77);
		assertThat(post("/reconfiguration", VALID, "local.management.port").statusCode()).isEqualTo(202);
		assertThat(post("/reconfiguration", "{", "local.management.port").statusCode()).isEqualTo(400);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { VrReplicaAutoConfiguration.class, VrTemplateAutoConfiguration.class })
	static class OperatedApplication {

		@Bean
		OperatedNode operatedNode() {
			return new OperatedNode();
		}

		@Bean
		VrConnectionDetails connectionDetails() {
			return () -> List.of("localhost:9000", "localhost:9001", "localhost:9002");
		}

	}

}
