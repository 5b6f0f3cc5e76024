package dev.viewstamped.autoconfigure;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionAddressesTests {

	private final VrConnectionDetails connectionDetails = () -> List.of("a:1", "wss://b:2", "ws://c:3/ctx/other",
			"d:0");

	@Test
	void peersHaveSchemeAndPath() {
		assertThat(new ConnectionAddresses(this.connectionDetails, false, "/ctx/vr").peers()).containsExactly(
				URI.create("ws://a:1/ctx/vr"), URI.create("wss://b:2/ctx/vr"), URI.create("ws://c:3/ctx/other"),
				URI.create("ws://d:0/ctx/vr"));
	}

	@Test
	void peersWithSslBundleAreSecure() {
		assertThat(new ConnectionAddresses(this.connectionDetails, true, "/vr").peers().get(0))
			.isEqualTo(URI.create("wss://a:1/vr"));
	}

	@Test
	void describeOfAddressesFoundAtRunTimeIsTheirNumber() {
		assertThat(new ConnectionAddresses(this.connectionDetails, false, "/vr").describe()).isEqualTo("4 members");
	}

}
