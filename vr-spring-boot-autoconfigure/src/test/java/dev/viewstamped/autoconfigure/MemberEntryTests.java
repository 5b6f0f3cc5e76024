package dev.viewstamped.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemberEntryTests {

	@ParameterizedTest
	@CsvSource({ "localhost:8080,localhost,8080", "LocalHost:1,localhost,1", "10.0.0.1:65535,10.0.0.1,65535",
			"[::1]:8080,::1,8080", "ws://a-b.c:8080,a-b.c,8080", "wss://a:443/ctx/vr,a,443" })
	void parseReadsHostAndPort(String text, String host, int port) {
		MemberEntry entry = MemberEntry.parse("vr.members", text, false);
		assertThat(entry.host()).isEqualTo(host);
		assertThat(entry.port()).isEqualTo(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "localhost:", ":8080", "localhost:x", "localhost:0", "localhost:65536",
			"http://localhost:8080", "localhost:8080/vr", "ws://localhost", "a b:1", "under_score:1", "-a:1" })
	void parseOfAnythingElseNamesPropertyValueAndCure(String text) {
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> MemberEntry.parse("vr.members", text, false))
			.withMessageStartingWith("Property 'vr.members' has the value '" + text + "'")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("host:port"));
	}

	@Test
	void parseAllWithDuplicateFails() {
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> MemberEntry.parseAll("vr.members", List.of("a:1", "b:1", "ws://A:1/vr"), false))
			.withMessage("Property 'vr.members' has the value 'a:1,b:1,ws://A:1/vr': 'a:1' is there twice");
	}

	@Test
	void parseAllTakesUnknownPortsWhereTheyMayBe() {
		assertThat(MemberEntry.parseAll("details", List.of("a:0", "a:0"), true)).hasSize(2);
	}

}
