package dev.viewstamped.sample.config;

import java.net.http.HttpResponse;
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
 * Tests for {@link ConfigController}: what it answers when all is well.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "vr.enabled=false", "vr.embedded.replicas=0" })
@Import(LocalVrConfiguration.class)
class ConfigControllerTests {

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

	@Test
	void putWhenKeyIsNewCreates() {
		HttpResponse<String> response = this.http.putBody(this.pair + "/db.url",
				"{\"value\":\"jdbc:a\",\"comment\":\"first\"}");
		assertThat(response.statusCode()).isEqualTo(201);
		JsonNode entry = Http.json(response);
		assertThat(entry.propertyNames()).containsExactly("application", "profile", "key", "value", "version",
				"revision", "comment", "updatedAt");
		assertThat(entry.get("application").stringValue()).isEqualTo(this.pair.split("/")[4]);
		assertThat(entry.get("profile").stringValue()).isEqualTo("prod");
		assertThat(entry.get("key").stringValue()).isEqualTo("db.url");
		assertThat(entry.get("value").stringValue()).isEqualTo("jdbc:a");
		assertThat(entry.get("version").longValue()).isEqualTo(1);
		assertThat(entry.get("revision").longValue()).isEqualTo(this.vr.opNumber());
		assertThat(entry.get("comment").stringValue()).isEqualTo("first");
		assertThat(entry.get("updatedAt").stringValue()).startsWith("2026-01-01T00:").endsWith(".123456789Z");
		assertThat(Http.header(response, "ETag")).isEqualTo("\"r" + this.vr.opNumber() + "\"");
		assertThat(Http.header(response, "VR-Op")).isEqualTo(Long.toString(this.vr.opNumber()));
		assertStandardHeaders(response);
	}

	@Test
	void putWhenKeyExistsChanges() {
		this.http.put(this.pair + "/a", "1");
		HttpResponse<String> response = this.http.put(this.pair + "/a", "2");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Http.json(response).get("version").longValue()).isEqualTo(2);
		assertThat(Http.json(response).get("value").stringValue()).isEqualTo("2");
		assertThat(Http.json(response).get("comment").isNull()).isTrue();
		assertThat(Http.json(this.http.get(this.pair + "/a"))).isEqualTo(Http.json(response));
	}

	@Test
	void putWhenIfMatchHoldsChanges() {
		String tag = Http.requiredHeader(this.http.put(this.pair + "/a", "1"), "ETag");
		HttpResponse<String> response = this.http.put(this.pair + "/a", "2", "If-Match", "\"r0\", " + tag);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(this.http.put(this.pair + "/a", "3", "If-Match", "*").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"r999999\"", "r1", "\"57\"", "W/\"r1\"", "\"r99999999999999999999\"", "" })
	void putWhenIfMatchDoesNotHoldAnswersCurrentTag(String ifMatch) {
		HttpResponse<String> first = this.http.put(this.pair + "/a", "1");
		HttpResponse<String> response = this.http.put(this.pair + "/a", "2", "If-Match", ifMatch);
		assertThat(response.statusCode()).isEqualTo(412);
		assertThat(Http.header(response, "ETag")).isEqualTo(Http.header(first, "ETag"));
		assertThat(Http.header(response, "VR-Op")).isEqualTo(Long.toString(this.vr.opNumber()));
		assertStandardHeaders(response);
		assertThat(Http.json(this.http.get(this.pair + "/a")).get("value").stringValue()).isEqualTo("1");
	}

	@Test
	void putWhenWeakTagOfCurrentRevisionDoesNotHold() {
		HttpResponse<String> first = this.http.put(this.pair + "/a", "1");
		assertThat(this.http.put(this.pair + "/a", "2", "If-Match", "W/" + Http.header(first, "ETag")).statusCode())
			.isEqualTo(412);
	}

	@Test
	void putWhenIfMatchAndNoEntryAnswersNoTag() {
		HttpResponse<String> response = this.http.put(this.pair + "/a", "2", "If-Match", "*");
		assertThat(response.statusCode()).isEqualTo(412);
		assertThat(Http.header(response, "ETag")).isNull();
		assertThat(this.http.get(this.pair + "/a").statusCode()).isEqualTo(404);
	}

	@Test
	void putWhenIfNoneMatchCreatesOnce() {
		HttpResponse<String> first = this.http.put(this.pair + "/a", "1", "If-None-Match", "*");
		assertThat(first.statusCode()).isEqualTo(201);
		HttpResponse<String> second = this.http.put(this.pair + "/a", "2", "If-None-Match", "*");
		assertThat(second.statusCode()).isEqualTo(412);
		assertThat(Http.header(second, "ETag")).isEqualTo(Http.header(first, "ETag"));
	}

	@Test
	void getWhenKeyExistsAnswersEntryAndTag() {
		HttpResponse<String> written = this.http.put(this.pair + "/a", "1");
		HttpResponse<String> response = this.http.get(this.pair + "/a");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Http.header(response, "ETag")).isEqualTo(Http.header(written, "ETag"));
		assertThat(Http.header(response, "Content-Type")).isEqualTo("application/json");
		assertThat(Http.header(response, "VR-Op")).isNull();
		assertStandardHeaders(response);
	}

	@Test
	void getWhenTagIsThatOfTheCallerAnswersNotModified() {
		String tag = Http.requiredHeader(this.http.put(this.pair + "/a", "1"), "ETag");
		HttpResponse<String> response = this.http.get(this.pair + "/a", "If-None-Match", tag);
		assertThat(response.statusCode()).isEqualTo(304);
		assertStandardHeaders(response);
	}

	@Test
	void getWhenKeyIsUnknownAnswersNotFound() {
		HttpResponse<String> response = this.http.get(this.pair + "/a");
		assertThat(response.statusCode()).isEqualTo(404);
		assertStandardHeaders(response);
	}

	@Test
	void getReadsWithTheConsistencyAskedFor() {
		String token = Http.requiredHeader(this.http.put(this.pair + "/a", "1"), "VR-Token");
		this.vr.reads().clear();
		this.http.get(this.pair + "/a");
		this.http.get(this.pair + "/a?consistency=linearizable");
		this.http.get(this.pair + "/a?consistency=lease");
		this.http.get(this.pair + "/a?consistency=stale");
		this.http.get(this.pair + "/a?consistency=causal", "VR-Token", token);
		this.http.get(this.pair + "?consistency=stale");
		assertThat(this.vr.reads()).containsExactly(ReadOptions.linearizable(), ReadOptions.linearizable(),
				ReadOptions.lease(), ReadOptions.stale(), ReadOptions.causalAfter(token), ReadOptions.stale());
	}

	@Test
	void deleteWhenKeyExistsRemovesAndVersionsStartAgain() {
		this.http.put(this.pair + "/a", "1");
		this.http.put(this.pair + "/a", "2");
		HttpResponse<String> response = this.http.delete(this.pair + "/a");
		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		assertThat(Http.header(response, "VR-Op")).isEqualTo(Long.toString(this.vr.opNumber()));
		assertStandardHeaders(response);
		assertThat(this.http.get(this.pair + "/a").statusCode()).isEqualTo(404);
		HttpResponse<String> again = this.http.put(this.pair + "/a", "3");
		assertThat(again.statusCode()).isEqualTo(201);
		assertThat(Http.json(again).get("version").longValue()).isEqualTo(1);
	}

	@Test
	void deleteWhenKeyIsUnknownAnswersNotFound() {
		assertThat(this.http.delete(this.pair + "/a").statusCode()).isEqualTo(404);
		assertThat(this.http.delete(this.pair + "/a", "If-Match", "\"r1\"").statusCode()).isEqualTo(404);
	}

	@Test
	void deleteWhenIfMatchDoesNotHoldAnswersCurrentTag() {
		String tag = Http.requiredHeader(this.http.put(this.pair + "/a", "1"), "ETag");
		HttpResponse<String> response = this.http.delete(this.pair + "/a", "If-Match", "\"r999999\"");
		assertThat(response.statusCode()).isEqualTo(412);
		assertThat(Http.header(response, "ETag")).isEqualTo(tag);
		assertThat(this.http.delete(this.pair + "/a", "If-Match", tag).statusCode()).isEqualTo(204);
	}

	@Test
	void listAnswersEntriesInOrderOfKeysAndLatestRevision() {
		this.http.put(this.pair + "/b", "2");
		this.http.put(this.pair + "/a", "1");
		this.http.put(this.pair + ".x/c", "other profile");
		this.http.put(this.pair + "0/c", "other profile");
		JsonNode listing = Http.json(this.http.get(this.pair));
		assertThat(listing.propertyNames()).containsExactly("application", "profile", "revision", "entries");
		assertThat(listing.get("entries").propertyNames()).containsExactly("a", "b");
		assertThat(listing.get("entries").get("a")).isEqualTo(Http.json(this.http.get(this.pair + "/a")));
		assertThat(listing.get("revision").longValue())
			.isEqualTo(listing.get("entries").get("a").get("revision").longValue());
		this.http.delete(this.pair + "/b");
		HttpResponse<String> response = this.http.get(this.pair);
		assertThat(Http.json(response).get("revision").longValue()).isEqualTo(this.vr.opNumber());
		assertStandardHeaders(response);
	}

	@Test
	void listWhenPairIsUnknownIsEmpty() {
		HttpResponse<String> response = this.http.get(this.pair);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Http.json(response).get("revision").longValue()).isZero();
		assertThat(Http.json(response).get("entries").isEmpty()).isTrue();
	}

	private void assertStandardHeaders(HttpResponse<?> response) {
		assertThat(Http.header(response, "VR-Member")).isEqualTo("1");
		assertThat(Http.header(response, "VR-View")).isEqualTo("7");
		assertThat(Http.header(response, "VR-Epoch")).isEqualTo("3");
		assertThat(Http.header(response, "VR-Token")).isEqualTo("token-" + this.vr.opNumber());
	}

}
