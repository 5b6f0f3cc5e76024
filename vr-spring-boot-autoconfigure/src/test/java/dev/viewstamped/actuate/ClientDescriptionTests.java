package dev.viewstamped.actuate;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import dev.viewstamped.actuate.VrDescriptor.PeerDescriptor;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.TransportCounters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NodeDescription} of a client.
 */
class ClientDescriptionTests {

	private static final List<LinkReport> LINKS = List.of(new LinkReport(2, "host:9402", true, null),
			new LinkReport(-1, "host:9401", false, "connection refused"), new LinkReport(2, "service:80", true, null));

	@Test
	void peersAreTheEntriesOfTheList() {
		assertThat(describe(2).peers()).containsExactly(new PeerDescriptor(2, "host:9402", true, null, null),
				new PeerDescriptor(null, "host:9401", false, null, null),
				new PeerDescriptor(2, "service:80", true, null, null));
	}

	@Test
	void addressOfThePrimaryIsThatWhereItHasAnswered() {
		assertThat(describe(2).primary()).extracting(MemberDescriptor::address).isIn("host:9402", "service:80");
		assertThat(describe(0).primary()).isEqualTo(new MemberDescriptor(0, null));
		assertThat(describe(-1).primary()).isNull();
	}

	private static VrDescriptor describe(int primary) {
		NodeReport report = new NodeReport("config", null, primary, null, LINKS, new TransportCounters(0, 0, 0, 0),
				null);
		return new NodeDescription(report, List.of("host:9402", "host:9401", "service:80")).describe();
	}

}
