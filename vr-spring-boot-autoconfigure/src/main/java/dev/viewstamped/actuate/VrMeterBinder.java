package dev.viewstamped.actuate;

import java.util.function.ToDoubleFunction;

import dev.viewstamped.message.GroupChange;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.storage.StorageReport;
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

	private static final String SECONDS = "seconds";

	private static final String RATIO = "ratio";

	private static final double NANOS_PER_SECOND = 1e9;

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
		if (report.replica() != null) {
			bindReplica(registry, report);
			bindGroup(registry);
		}
		new PeerMeters(this.node, registry).bind();
		bindTransport(registry);
	}

	private void bindGroup(MeterRegistry registry) {
		gauge(registry, "vr.members", "Members of the group",
				(replica) -> inGroup(replica, replica.configuration().size()));
		gauge(registry, "vr.standbys", "Replicas that follow without a vote", (replica) -> replica.standbys().size());
		gauge(registry, "vr.quorum.needed", "Members that make a quorum", ReplicaReport::quorumNeeded);
		for (GroupChange.Phase phase : GroupChange.Phase.values()) {
			Gauge
				.builder("vr.reconfiguration.phase", this.node,
						(node) -> replica(node, (it) -> (it.change().phase() == phase) ? 1 : 0))
				.description("Whether the latest change of the group is in the phase")
				.tag("phase", ReconfigurationDescriptor.label(phase))
				.register(registry);
		}
	}

	private void bindReplica(MeterRegistry registry, NodeReport report) {
		gauge(registry, "vr.view", "View of the replica", ReplicaReport::view);
		gauge(registry, "vr.epoch", "Epoch of the replica",
				(replica) -> inGroup(replica, replica.configuration().epoch()));
		gauge(registry, "vr.op", "Op-number of the last log entry", ReplicaReport::opNumber);
		gauge(registry, "vr.commit", "Op-number of the last committed entry", ReplicaReport::commitNumber);
		gauge(registry, "vr.executed", "Op-number of the last executed entry", ReplicaReport::executedNumber);
		gauge(registry, "vr.requests.pending", "Log entries that are not committed yet",
				ReplicaReport::pendingRequests);
		gauge(registry, "vr.sessions", "Open client sessions", ReplicaReport::sessions);
		gauge(registry, "vr.quorum.reachable", "Members in contact, this one included", ReplicaReport::quorumReachable);
		bindLog(registry);
		bindCheckpoints(registry);
		bindTransfer(registry);
		if (report.storage() != null) {
			bindJournal(registry);
		}
		for (Status status : Status.values()) {
			Gauge.builder("vr.status", this.node, (node) -> replica(node, (it) -> (it.status() == status) ? 1 : 0))
				.description("Whether the replica has the status")
				.tag("status", status.label())
				.register(registry);
		}
		counter(registry, "vr.view.changes", "Views entered since the start",
				(node) -> replica(node, ReplicaReport::viewChanges));
	}

	private void bindLog(MeterRegistry registry) {
		gauge(registry, "vr.log.entries", "Log entries that are kept",
				(replica) -> Math.max(0, replica.opNumber() - replica.firstOpNumber() + 1));
		gauge(registry, "vr.log.size", "Memory that the log takes", BaseUnits.BYTES, ReplicaReport::logBytes);
	}

	private void bindCheckpoints(MeterRegistry registry) {
		gauge(registry, "vr.checkpoint.op", "Op-number of the latest checkpoint",
				(replica) -> replica.checkpoints().opNumber());
		gauge(registry, "vr.checkpoint.age", "Time since the latest checkpoint was completed", SECONDS,
				(replica) -> (replica.checkpoints().digest() != null) ? seconds(replica.checkpoints().ageNanos())
						: Double.NaN);
		gauge(registry, "vr.checkpoint.pause.max", "Longest time for which a checkpoint has held up commands", SECONDS,
				(replica) -> seconds(replica.checkpoints().longestPauseNanos()));
		counter(registry, "vr.checkpoints", "Checkpoints taken since the start",
				(node) -> replica(node, (replica) -> replica.checkpoints().taken()));
		counter(registry, "vr.divergence", "States of other members that were found to differ",
				(node) -> replica(node, (replica) -> replica.checkpoints().divergences()));
	}

	private void bindTransfer(MeterRegistry registry) {
		gauge(registry, "vr.transfer.progress", "Part of a checkpoint that has come, 1 if none is fetched", RATIO,
				(replica) -> (replica.transfer() != null) ? replica.transfer().progress() : 1);
		FunctionCounter
			.builder("vr.transfer.bytes", this.node, (node) -> replica(node, ReplicaReport::transferredBytes))
			.description("Bytes of pages of checkpoints that came from other members since the start")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		counter(registry, "vr.transfer.pages", "Pages of checkpoints that came from other members since the start",
				(node) -> replica(node, ReplicaReport::transferredPages));
	}

	private void bindJournal(MeterRegistry registry) {
		Gauge.builder("vr.journal.size", this.node, (node) -> storage(node, StorageReport::journalBytes))
			.description("Size of the journal on disk")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		counter(registry, "vr.journal.syncs", "Synchronizations of the journal since the start",
				(node) -> storage(node, StorageReport::syncCount));
	}

	private void gauge(MeterRegistry registry, String name, String description, String unit,
			ToDoubleFunction<ReplicaReport> value) {
		Gauge.builder(name, this.node, (node) -> replica(node, value))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<ReplicaReport> value) {
		Gauge.builder(name, this.node, (node) -> replica(node, value)).description(description).register(registry);
	}

	private void bindTransport(MeterRegistry registry) {
		counter(registry, "vr.transport.sent", "Messages sent", (node) -> node.report().counters().sent());
		counter(registry, "vr.transport.received", "Messages received", (node) -> node.report().counters().received());
		counter(registry, "vr.transport.dropped", "Messages dropped because a queue was full or a link was down",
				(node) -> node.report().counters().dropped());
		counter(registry, "vr.transport.malformed", "Frames and handshakes refused",
				(node) -> node.report().counters().malformed());
	}

	private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<VrNode> value) {
		FunctionCounter.builder(name, this.node, value).description(description).register(registry);
	}

	private static double inGroup(ReplicaReport replica, double value) {
		return NodeDescription.hasPlace(replica) ? value : Double.NaN;
	}

	private static double seconds(long nanos) {
		return nanos / NANOS_PER_SECOND;
	}

	private static double storage(VrNode node, ToDoubleFunction<StorageReport> value) {
		StorageReport storage = node.report().storage();
		return (storage != null) ? value.applyAsDouble(storage) : Double.NaN;
	}

	private static double replica(VrNode node, ToDoubleFunction<ReplicaReport> value) {
		ReplicaReport replica = node.report().replica();
		return (replica != null) ? value.applyAsDouble(replica) : Double.NaN;
	}

}
