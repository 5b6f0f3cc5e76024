package dev.viewstamped.sample.config;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProblemHandler} and those who give it work: every error of the API.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "vr.enabled=false", "vr.embedded.replicas=0" })
@Import(LocalVrConfiguration.class)
class ProblemTests {

	@Autowired
	private LocalVr vr;

	@LocalServerPort
	private int port;

	private Http http;

	private String pair;

	@BeforeEach
	void setUp() {
		this.vr.reset();
		this.http = new Http("http://localhost:" + this.port);
		this.pair = "/api/v1/configs/app-" + UUID.randomUUID() + "/prod";
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%20b", "%C3%A9", "a%5Bb", "a+b", "a,b", "a;b", "a;x=1", "a%3Bb", "a:b", "%25", "%0A",
			"a%09", "%F0%9F%98%80", "%D9%A3" })
	void putWhenNameIsBadChangesNothing(String name) {
		long before = this.vr.opNumber();
		String application = "/api/v1/configs/" + name + "/prod/a";
		String profile = "/api/v1/configs/app/" + name + "/a";
		String key = this.pair + "/" + name;
		for (String path : new String[] { application, profile, key }) {
			HttpResponse<String> response = this.http.put(path, "1");
			assertProblem(response, 400, path, false);
			assertThat(this.http.get(path).statusCode()).isEqualTo(400);
			assertThat(this.http.delete(path).statusCode()).isEqualTo(400);
		}
		assertThat(this.vr.opNumber()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%2Fb", "a%5Cb", "a%00b" })
	void putWhenTomcatRefusesThePathAnswersProblem(String name) {
		long before = this.vr.opNumber();
		HttpResponse<String> response = this.http.put(this.pair + "/" + name, "1");
		assertThat(Http.header(response, "Content-Type")).isEqualTo("application/problem+json;charset=UTF-8");
		assertProblem(response, 400, this.pair + "/" + name, false);
		assertThat(this.vr.opNumber()).isEqualTo(before);
	}

	@Test
	void requestWhenPathIsNoUriAnswersProblem() throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream()
				.write("GET /api/v1/configs/a/b/<x> HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"retryable\":false");
		}
	}

	@Test
	void putWhenNameIsEmptyOrTooLongChangesNothing() {
		long before = this.vr.opNumber();
		String name = "n".repeat(251);
		assertThat(this.http.put(this.pair + "/" + name, "1").statusCode()).isEqualTo(400);
		assertThat(this.http.put(this.pair + "/", "1").statusCode()).isEqualTo(400);
		assertThat(this.http.put("/api/v1/configs/a//b", "1").statusCode()).isEqualTo(400);
		assertThat(this.http.get("/api/v1/configs/a/" + name).statusCode()).isEqualTo(400);
		assertThat(this.vr.opNumber()).isEqualTo(before);
		assertThat(this.http.put(this.pair + "/" + name.substring(1), "1").statusCode()).isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "\"x\"", "1", "{", "{}", "{\"value\":null}", "{\"value\":1}",
			"{\"value\":true}", "{\"value\":{}}", "{\"value\":\"a\",\"comment\":5}", "{\"value\":\"a\"} x",
			"{\"value\":\"a\",\"value\":\"b\"}", "{\"value\":\"\\ud800\"}", "{\"comment\":\"a\"}", "{value:'a'}" })
	void putWhenBodyIsBadChangesNothing(String body) {
		long before = this.vr.opNumber();
		assertProblem(this.http.putBody(this.pair + "/a", body), 400, this.pair + "/a", false);
		assertThat(this.vr.opNumber()).isEqualTo(before);
	}

	@Test
	void putWhenCommentIsNullIsTaken() {
		assertThat(this.http.putBody(this.pair + "/a", "{\"value\":\"\",\"comment\":null}").statusCode())
			.isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/xml", "application/x-www-form-urlencoded" })
	void putWhenContentTypeIsOtherAnswersUnsupportedMediaType(String contentType) {
		assertProblem(this.http.putBody(this.pair + "/a", "{\"value\":\"1\"}", "Content-Type", contentType), 415,
				this.pair + "/a", false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "strong", "", "LEASE", "stale&consistency=stale", "%zz" })
	void getWhenConsistencyIsUnknownAnswersBadRequest(String consistency) throws IOException {
		String path = this.pair + "/a?consistency=" + consistency;
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(path)
					.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
		}
	}

	@Test
	void getWhenCausalWithoutTokenAnswersBadRequest() {
		HttpResponse<String> response = this.http.get(this.pair + "/a?consistency=causal");
		assertProblem(response, 400, this.pair + "/a", false);
		assertThat(Http.json(response).get("detail").stringValue()).contains("VR-Token");
	}

	@Test
	void getWhenTokenIsBadAnswersBadRequestAndDoesNotRepeatIt() {
		HttpResponse<String> response = this.http.get(this.pair + "?consistency=causal", "VR-Token", "nonsense");
		assertProblem(response, 400, this.pair, false);
		assertThat(Http.header(response, "VR-Token")).isNotEqualTo("nonsense");
	}

	@Test
	void errorRepeatsTheTokenOfTheCaller() {
		HttpResponse<String> response = this.http.put(this.pair + "/a%20", "1", "VR-Token", "token-5");
		assertThat(Http.header(response, "VR-Token")).isEqualTo("token-5");
	}

	@Test
	void getWhenKeyIsUnknownAnswersProblem() {
		assertProblem(this.http.get(this.pair + "/a"), 404, this.pair + "/a", false);
		assertProblem(this.http.delete(this.pair + "/a"), 404, this.pair + "/a", false);
	}

	@Test
	void putWhenPreconditionFailsAnswersProblem() {
		assertProblem(this.http.put(this.pair + "/a", "1", "If-Match", "\"r1\""), 412, this.pair + "/a", false);
	}

	@ParameterizedTest
	@CsvSource({ "GET,/api/v1/nothing,404", "GET,/api,404", "GET,/nothing,404", "PUT,/api/v1/configs/a/b/c/d,404",
			"POST,/api/v1/configs/a/b/c,405", "PATCH,/api/v1/configs/a/b/c,405", "PUT,/api/v1/configs/a/b,405",
			"DELETE,/config-server/a/b,405" })
	void requestWhenPathOrMethodIsUnknownAnswersProblem(String method, String path, int status) {
		HttpResponse<String> response = this.http.send(method, path, "{}");
		assertThat(response.statusCode()).isEqualTo(status);
		assertProblemBody(response, status, path, false);
	}

	@Test
	void getWhenNothingAcceptableAnswersProblem() {
		assertProblem(this.http.get(this.pair, "Accept", "application/xml"), 406, this.pair, false);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 40 })
	void putWhenBodyIsTooLargeAnswersContentTooLarge(int megabytes) {
		this.vr.failNext(new CommandRejectedException("The command has more than 1048576 bytes",
				CommandRejectedException.Reason.TOO_LARGE));
		String value = "x".repeat(megabytes * 1024 * 1024 + 1);
		HttpResponse<String> response = this.http.put(this.pair + "/a", value);
		assertProblem(response, 413, this.pair + "/a", false);
	}

	@Test
	void putWhenBodyOfUnknownLengthIsTooLargeAnswersContentTooLarge() throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			OutputStream out = socket.getOutputStream();
			out.write(("PUT " + this.pair + "/a HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
					+ "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			byte[] chunk = ("100000\r\n" + " ".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < 8; i++) {
				out.write(chunk);
			}
			out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
		}
		assertThat(this.vr.opNumber()).isZero();
	}

	@Test
	void errorWhenBusySaysThatItDidNotHappen() {
		this.vr.failNext(new CommandRejectedException("The group is busy", true));
		HttpResponse<String> response = this.http.put(this.pair + "/a", "1");
		assertProblem(response, 429, this.pair + "/a", true);
		assertThat(Http.json(response).get("detail").stringValue()).isEqualTo("The group is busy");
	}

	@ParameterizedTest
	@EnumSource(value = CommandRejectedException.Reason.class, names = { "UNKNOWN_COMMAND", "OTHER" })
	void errorWhenTheGroupCannotExecuteTheCommandIsNotTheCallers(CommandRejectedException.Reason reason) {
		this.vr.failNext(new CommandRejectedException("The replica has no handler for it", reason));
		HttpResponse<String> response = this.http.put(this.pair + "/a", "1");
		assertProblem(response, 500, this.pair + "/a", false);
		assertThat(Http.json(response).get("detail").stringValue()).isEqualTo("The replica has no handler for it");
	}

	@Test
	void errorWhenUnavailableSaysWhenToRetry() {
		this.vr.failNext(new ReplicaUnavailableException("No primary is known"));
		HttpResponse<String> response = this.http.put(this.pair + "/a", "1");
		assertProblem(response, 503, this.pair + "/a", true);
		assertThat(Http.header(response, "Retry-After")).isEqualTo("1");
		this.vr.failNext(new ReplicaUnavailableException("No primary is known"));
		assertProblem(this.http.get(this.pair + "/a"), 503, this.pair + "/a", true);
		this.vr.failNext(new ReplicaUnavailableException("No primary is known"));
		assertProblem(this.http.get("/config-server/a/b"), 503, "/config-server/a/b", true);
	}

	@Test
	void errorWhenOutcomeIsUnknownIsNotRetryable() {
		this.vr.failNext(new CommandOutcomeUnknownException("No answer within 5 s"));
		HttpResponse<String> response = this.http.delete(this.pair + "/a");
		assertProblem(response, 504, this.pair + "/a", false);
		assertThat(Http.json(response).get("detail").stringValue()).contains("No answer within 5 s",
				"may have happened");
	}

	@Test
	void errorWhenHandlerFails() {
		this.vr.failNext(new CommandFailedException("illegal-argument", "No"));
		assertProblem(this.http.put(this.pair + "/a", "1"), 500, this.pair + "/a", false);
	}

	@Test
	void errorWhenUnexpectedDoesNotShowInternals() {
		this.vr.failNext(new IllegalStateException("secret"));
		HttpResponse<String> response = this.http.put(this.pair + "/a", "1");
		assertProblem(response, 500, this.pair + "/a", false);
		assertThat(response.body()).doesNotContain("secret");
	}

	private void assertProblem(HttpResponse<String> response, int status, String path, boolean retryable) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertProblemBody(response, status, path, retryable);
		assertThat(Http.header(response, "VR-Member")).isEqualTo("1");
		assertThat(Http.header(response, "VR-View")).isEqualTo("7");
		assertThat(Http.header(response, "VR-Epoch")).isEqualTo("3");
	}

	private void assertProblemBody(HttpResponse<String> response, int status, String path, boolean retryable) {
		assertThat(Http.header(response, "Content-Type")).startsWith("application/problem+json");
		JsonNode problem = Http.json(response);
		assertThat(problem.propertyNames()).containsExactlyInAnyOrder("type", "title", "status", "detail", "instance",
				"retryable");
		assertThat(problem.get("status").intValue()).isEqualTo(status);
		assertThat(problem.get("instance").stringValue()).isEqualTo(path);
		assertThat(problem.get("detail").stringValue()).isNotBlank();
		assertThat(problem.get("title").stringValue()).isNotBlank();
		assertThat(problem.get("retryable").booleanValue()).isEqualTo(retryable);
	}

}
