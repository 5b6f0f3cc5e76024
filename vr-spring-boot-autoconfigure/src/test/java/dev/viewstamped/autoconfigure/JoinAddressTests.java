package dev.viewstamped.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class JoinAddressTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("server.port", "9004");

	@Test
	void addressThatIsConfiguredWins() {
		assertThat(address("Pod-4.peers:7000", "localhost:9001")).isEqualTo("pod-4.peers:7000");
	}

	@ParameterizedTest
	@CsvSource({ "localhost:9001, localhost:9004", "LOCALHOST:9001, localhost:9004", "127.0.0.1:9001, 127.0.0.1:9004",
			"127.1.2.3:9001, 127.1.2.3:9004", "[::1]:9001, [::1]:9004", "ws://localhost:9001/vr, localhost:9004",
			"host1:9001, thishost:9004", "10.0.0.1:9001, thishost:9004", "127.example.com:9001, thishost:9004" })
	void addressIsHostNameOrTheLoopbackNameOfTheGroup(String seed, String expected) {
		assertThat(address(null, seed)).isEqualTo(expected);
	}

	@Test
	void addressBesideMembersOnOtherMachinesIsHostName() {
		assertThat(address(null, "localhost:9001", "host2:9001")).isEqualTo("thishost:9004");
	}

	@Test
	void portOnWhichTheServerListensWins() {
		this.environment.setProperty("server.port", "0");
		assertThat(address(null, "localhost:9001")).isEqualTo("localhost:0");
		this.environment.setProperty("local.server.port", "45678");
		assertThat(address(null, "localhost:9001")).isEqualTo("localhost:45678");
	}

	@Test
	void portIsThatOfSpringBootWhenNotSet() {
		JoinAddress address = new JoinAddress(null, List.of(), new MockEnvironment(), () -> "thishost");
		assertThat(address.get()).isEqualTo("thishost:8080");
	}

	private String address(@Nullable String configured, String... seeds) {
		return new JoinAddress(configured, MemberEntry.parseAll("vr.join", List.of(seeds), false), this.environment,
				() -> "thishost")
			.get();
	}

}
