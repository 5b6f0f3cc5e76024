package dev.viewstamped.actuate;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import dev.viewstamped.message.Member;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.transport.LinkReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/**
 * Meters of the other members and standbys, which come and go with changes of the group.
 * Nothing tells of those: reading how many there are makes the meters of newcomers and
 * removes those of the gone.
 */
final class PeerMeters {

	private final VrNode node;

	private final MeterRegistry registry;

	private final MultiGauge connected;

	private final MultiGauge lag;

	private Set<Integer> known = Set.of();

	PeerMeters(VrNode node, MeterRegistry registry) {
		this.node = node;
		this.registry = registry;
		this.connected = MultiGauge.builder("vr.peer.connected")
			.description("Whether messages can be sent to the peer")
			.register(registry);
		this.lag = MultiGauge.builder("vr.peer.lag")
			.description("Ops that the peer has not acknowledged, known at the primary only")
			.register(registry);
	}

	void bind() {
		refreshed();
		Gauge.builder("vr.peers", this::refreshed)
			.description("Other members and standbys that this one knows")
			.strongReference(true)
			.register(this.registry);
	}

	private synchronized int refreshed() {
		NodeReport report = this.node.report();
		Set<Integer> peers = peers(report);
		if (!peers.equals(this.known)) {
			this.known = peers;
			this.connected.register(peers.stream().map((peer) -> row(peer, (node) -> connected(node, peer))).toList());
			if (report.replica() != null) {
				this.lag.register(peers.stream().map((peer) -> row(peer, (node) -> lag(node, peer))).toList());
			}
		}
		return peers.size();
	}

	private static Set<Integer> peers(NodeReport report) {
		Set<Integer> peers = new TreeSet<>();
		report.links().stream().map(LinkReport::memberId).filter((peer) -> peer >= 0).forEach(peers::add);
		ReplicaReport replica = report.replica();
		if (replica != null) {
			replica.configuration().members().stream().map(Member::memberId).forEach(peers::add);
			replica.standbys().stream().map(Standby::memberId).forEach(peers::add);
			peers.remove(replica.memberId());
		}
		return peers;
	}

	private MultiGauge.Row<?> row(int peer, ToDoubleFunction<VrNode> value) {
		return MultiGauge.Row.of(Tags.of("peer", Integer.toString(peer)), this.node, value);
	}

	private static double connected(VrNode node, int peer) {
		double connected = Double.NaN;
		for (LinkReport link : node.report().links()) {
			if (link.memberId() == peer && (link.connected() || connected != 1)) {
				connected = link.connected() ? 1 : 0;
			}
		}
		return connected;
	}

	private static double lag(VrNode node, int peer) {
		ReplicaReport replica = node.report().replica();
		if (replica != null) {
			for (PeerReport report : replica.peers()) {
				if (report.memberId() == peer && report.lag() >= 0) {
					return report.lag();
				}
			}
		}
		return Double.NaN;
	}

}
