package dev.viewstamped.actuate;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import dev.viewstamped.message.Member;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.TransportCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * {@link MeterBinder} for what runs in this application. Meters read a published report
 * and never wait for the replica. A value that is not known is not a number.
 */
public class VrMeterBinder implements MeterBinder {

	private final VrNode node;

	/**
	 * Create a binder.
	 * @param node what runs in this application
	 */
	public VrMeterBinder(VrNode node) {
		this.node = node;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		NodeReport report = this.node.report();
		ReplicaReport replica = report.replica();
		Set<Integer> peers = new TreeSet<>();
		report.links().stream().map(LinkReport::memberId).filter((peer) -> peer >= 0).forEach(peers::add);
		if (replica != null) {
			replica.configuration().members().stream().map(Member::memberId).forEach(peers::add);
			peers.remove(replica.memberId());
			bindReplica(registry);
			peers.forEach((peer) -> bindLag(registry, peer));
		}
		peers.forEach((peer) -> bindConnected(registry, peer));
		bindTransport(registry);
	}

	private void bindReplica(MeterRegistry registry) {
		gauge(registry, "vr.view", "View of the replica", ReplicaReport::view);
		gauge(registry, "vr.epoch", "Epoch of the replica", (replica) -> replica.configuration().epoch());
		gauge(registry, "vr.op", "Op-number of the last log entry", ReplicaReport::opNumber);
		gauge(registry, "vr.commit", "Op-number of the last committed entry", ReplicaReport::commitNumber);
		gauge(registry, "vr.executed", "Op-number of the last executed entry", ReplicaReport::executedNumber);
		gauge(registry, "vr.requests.pending", "Log entries that are not committed yet",
				ReplicaReport::pendingRequests);
		gauge(registry, "vr.sessions", "Open client sessions", ReplicaReport::sessions);
		gauge(registry, "vr.quorum.reachable", "Members in contact, this one included", ReplicaReport::quorumReachable);
		Gauge.builder("vr.log.size", this.node, (node) -> replica(node, ReplicaReport::logBytes))
			.description("Memory that the log takes")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		for (Status status : Status.values()) {
			Gauge.builder("vr.status", this.node, (node) -> replica(node, (it) -> (it.status() == status) ? 1 : 0))
				.description("Whether the replica has the status")
				.tag("status", status.label())
				.register(registry);
		}
		FunctionCounter.builder("vr.view.changes", this.node, (node) -> replica(node, ReplicaReport::viewChanges))
			.description("Views entered since the start")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<ReplicaReport> value) {
		Gauge.builder(name, this.node, (node) -> replica(node, value)).description(description).register(registry);
	}

	private void bindConnected(MeterRegistry registry, int peer) {
		Gauge.builder("vr.peer.connected", this.node, (node) -> connected(node, peer))
			.description("Whether messages can be sent to the peer")
			.tag("peer", Integer.toString(peer))
			.register(registry);
	}

	private void bindLag(MeterRegistry registry, int peer) {
		Gauge.builder("vr.peer.lag", this.node, (node) -> lag(node, peer))
			.description("Ops that the peer has not acknowledged, known at the primary only")
			.tag("peer", Integer.toString(peer))
			.register(registry);
	}

	private void bindTransport(MeterRegistry registry) {
		counter(registry, "vr.transport.sent", "Messages sent", TransportCounters::sent);
		counter(registry, "vr.transport.received", "Messages received", TransportCounters::received);
		counter(registry, "vr.transport.dropped", "Messages dropped because a queue was full or a link was down",
				TransportCounters::dropped);
		counter(registry, "vr.transport.malformed", "Frames and handshakes refused", TransportCounters::malformed);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToDoubleFunction<TransportCounters> value) {
		FunctionCounter.builder(name, this.node, (node) -> value.applyAsDouble(node.report().counters()))
			.description(description)
			.register(registry);
	}

	private static double replica(VrNode node, ToDoubleFunction<ReplicaReport> value) {
		ReplicaReport replica = node.report().replica();
		return (replica != null) ? value.applyAsDouble(replica) : Double.NaN;
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
		return replica(node, (replica) -> {
			for (PeerReport report : replica.peers()) {
				if (report.memberId() == peer && report.lag() >= 0) {
					return report.lag();
				}
			}
			return Double.NaN;
		});
	}

}
