package dev.viewstamped.kubernetes;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PodAddressesTests {

	private static final List<String> FIRST = List.of("vr-0.vr-peers:8080", "vr-1.vr-peers:8080", "vr-2.vr-peers:8080");

	@Test
	void ofDerivesTheAddressOfAnyPod() {
		PodAddresses addresses = Objects.requireNonNull(PodAddresses.of(FIRST));
		assertThat(addresses.set()).isEqualTo("vr");
		assertThat(addresses.of(10)).isEqualTo("vr-10.vr-peers:8080");
		assertThat(addresses.first(4)).startsWith("vr-0.vr-peers:8080").endsWith("vr-3.vr-peers:8080");
	}

	@Test
	void ofTakesNamesWithoutDomainAndNamesWithHyphens() {
		PodAddresses addresses = Objects.requireNonNull(PodAddresses.of(List.of("my-app-0:80", "my-app-1:80")));
		assertThat(addresses.set()).isEqualTo("my-app");
		assertThat(addresses.of(2)).isEqualTo("my-app-2:80");
	}

	@Test
	void ofOrdersByNumber() {
		List<String> eleven = Groups.addresses(11);
		assertThat(eleven.get(10)).isEqualTo("vr-10.vr-peers:8080");
		assertThat(PodAddresses.of(eleven)).isNotNull();
		assertThat(PodAddresses.of(eleven.stream().sorted().toList())).isNull();
	}

	@Test
	void ofRefusesWhatIsNotOneStatefulSet() {
		assertThat(PodAddresses.of(List.of())).isNull();
		assertThat(PodAddresses.of(List.of("localhost:8080"))).isNull();
		assertThat(PodAddresses.of(List.of("vr-1.vr-peers:8080", "vr-0.vr-peers:8080"))).isNull();
		assertThat(PodAddresses.of(List.of("vr-0.vr-peers:8080", "other-1.vr-peers:8080"))).isNull();
		assertThat(PodAddresses.of(List.of("vr-0.vr-peers:8080", "vr-1.vr-peers:8081"))).isNull();
	}

	@Test
	void ordinalKnowsOnlyPodsOfTheSet() {
		PodAddresses addresses = Objects.requireNonNull(PodAddresses.of(FIRST));
		assertThat(addresses.ordinal("vr-12.vr-peers:8080")).isEqualTo(12);
		assertThat(addresses.ordinal("vr-12.elsewhere:8080")).isEqualTo(-1);
		assertThat(addresses.ordinal("vr-012.vr-peers:8080")).isEqualTo(-1);
		assertThat(addresses.ordinal("localhost:8080")).isEqualTo(-1);
	}

	@Test
	void identityJoinsBeyondTheFirstConfiguration() {
		OrdinalIdentity second = Objects.requireNonNull(OrdinalIdentity.of("vr-2"));
		OrdinalIdentity third = Objects.requireNonNull(OrdinalIdentity.of("vr-3"));
		assertThat(second.joins(3)).isFalse();
		assertThat(third.joins(3)).isTrue();
		assertThat(third.address(FIRST)).isEqualTo("vr-3.vr-peers:8080");
		assertThat(OrdinalIdentity.of("web-7d4b9c-x2x9q")).isNull();
		OrdinalIdentity other = Objects.requireNonNull(OrdinalIdentity.of("other-3"));
		assertThat(other.address(FIRST)).isNull();
	}

}
