package dev.viewstamped.autoconfigure;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemberIdResolverTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void resolveTakesTheConfiguredId() {
		assertThat(resolve("a:1,b:1,c:1", 2, null)).isEqualTo(2);
	}

	@Test
	void resolveFindsTheEntryWithServerPortOnThisMachine() {
		this.environment.setProperty("server.port", "9002");
		assertThat(resolve("localhost:9001,localhost:9002,localhost:9003", null, null)).isEqualTo(1);
		assertThat(resolve("other:9002,ws://MyHost:9002/vr,third:9002", null, null)).isEqualTo(1);
	}

	@Test
	void resolveFindsTheEntryThatIsTheAddress() {
		assertThat(resolve("a:1,b:1,c:1", null, "c:1")).isEqualTo(2);
	}

	@Test
	void resolveTakesTheOrdinalOfThePod() {
		pod("config-1");
		assertThat(resolve("config-0.config:8080,config-1.config:8080,config-2.config:8080", null, null)).isEqualTo(1);
	}

	@Test
	void resolveOutsideKubernetesIgnoresTheHostName() {
		this.environment.setProperty("HOSTNAME", "config-1");
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("a:1,b:1", null, null))
			.withMessage("Property 'vr.member-id' is not set: no entry of [a:1, b:1] is an address of this machine "
					+ "with server port 8080")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Set 'vr.member-id'"));
	}

	@Test
	void resolveWhenPodHasNoPlaceFails() {
		pod("config-3");
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("a:1,b:1,c:1", null, null))
			.withMessageContaining("'HOSTNAME' has the value 'config-3': there is no member 3 among [a:1, b:1, c:1]");
	}

	@Test
	void resolveInGroupOfOneNeedsNothing() {
		assertThat(resolve("elsewhere:1", null, null)).isZero();
	}

	@Test
	void resolveWhenIdIsOutOfRangeFails() {
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("a:1,b:1,c:1", 3, null))
			.withMessage("Property 'vr.member-id' has the value '3': there is no member 3 among [a:1, b:1, c:1]")
			.satisfies((ex) -> assertThat(ex.getAction()).startsWith("Use a member id from 0 to 2"));
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("a:1,b:1,c:1", -1, null));
	}

	@Test
	void resolveWhenServerPortIsThatOfAnotherMemberFails() {
		this.environment.setProperty("server.port", "9002");
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("localhost:9001,localhost:9002,localhost:9003", 0, null))
			.withMessage("Property 'vr.member-id' has the value '0': member 0 is 'localhost:9001', but this "
					+ "application listens on server port 9002, which is that of member 1")
			.satisfies((ex) -> assertThat(ex.getAction())
				.isEqualTo("Set 'vr.member-id=1', which fits this port, or 'server.port=9001'."));
	}

	@Test
	void resolveWhenServerPortIsMappedTakesTheConfiguredId() {
		assertThat(resolve("a:9001,b:9001", 1, null)).isEqualTo(1);
	}

	@Test
	void resolveWhenPortsAreNotKnownYetTakesTheConfiguredId() {
		this.environment.setProperty("server.port", "0");
		List<MemberEntry> members = MemberEntry.parseAll("test", List.of("localhost:0", "localhost:0"), true);
		assertThat(resolver().resolve(members, 1, null)).isEqualTo(1);
	}

	@Test
	void resolveWhenAddressIsNoMemberFails() {
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("a:1,b:1", null, "c:1"))
			.withMessage("Property 'vr.address' has the value 'c:1': it is not among the members [a:1, b:1]");
	}

	@Test
	void resolveWhenIdAndAddressDisagreeFails() {
		assertThatExceptionOfType(InvalidVrConfigurationException.class).isThrownBy(() -> resolve("a:1,b:1", 0, "b:1"))
			.withMessageContaining("member 0 is 'a:1', but 'vr.address' is 'b:1'")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("vr.member-id=1"));
	}

	@Test
	void resolveWhenTwoEntriesAreThisMachineFails() {
		assertThatExceptionOfType(InvalidVrConfigurationException.class)
			.isThrownBy(() -> resolve("localhost:8080,myhost:8080", null, null))
			.withMessageContaining("the entries [0, 1] of [localhost:8080, myhost:8080] are all addresses");
	}

	private void pod(String name) {
		this.environment.setProperty("KUBERNETES_SERVICE_HOST", "10.0.0.1");
		this.environment.setProperty("HOSTNAME", name);
	}

	private int resolve(String members, @Nullable Integer memberId, @Nullable String address) {
		List<MemberEntry> entries = MemberEntry.parseAll("vr.members", List.of(members.split(",")), false);
		return resolver().resolve(entries, memberId, address);
	}

	private MemberIdResolver resolver() {
		return new MemberIdResolver(this.environment, Set.of("localhost", "myhost"));
	}

}
