package dev.viewstamped.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.actuate.VrDescriptor.CheckpointDescriptor;
import dev.viewstamped.actuate.VrDescriptor.ConditionDescriptor;
import dev.viewstamped.actuate.VrDescriptor.ControllerDescriptor;
import dev.viewstamped.actuate.VrDescriptor.JournalDescriptor;
import dev.viewstamped.actuate.VrDescriptor.LogDescriptor;
import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import dev.viewstamped.actuate.VrDescriptor.PeerDescriptor;
import dev.viewstamped.actuate.VrDescriptor.QuorumDescriptor;
import dev.viewstamped.actuate.VrDescriptor.TransferDescriptor;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.TransferReport;
import dev.viewstamped.runtime.ControllerReport;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.storage.StorageReport;
import dev.viewstamped.transport.LinkReport;
import org.jspecify.annotations.Nullable;

/**
 * Turns a report into what operators read.
 */
final class NodeDescription {

	/** Digest of the checkpoint before the first command. */
	static final String EMPTY_DIGEST = "0".repeat(64);

	private static final String UNKNOWN_PORT = ":0";

	private final NodeReport report;

	private final Map<Integer, String> addresses = new LinkedHashMap<>();

	NodeDescription(NodeReport report, List<String> knownAddresses) {
		this.report = report;
		if (report.replica() != null) {
			for (int memberId = 0; memberId < knownAddresses.size(); memberId++) {
				learn(memberId, knownAddresses.get(memberId));
			}
			learn(report.replica().oldConfiguration());
			learn(report.replica().configuration());
		}
		report.links().forEach((link) -> learn(link.memberId(), link.address()));
	}

	private void learn(@Nullable Configuration configuration) {
		if (configuration != null) {
			configuration.members().forEach((member) -> learn(member.memberId(), member.address()));
		}
	}

	private void learn(int memberId, String address) {
		if (memberId >= 0 && !address.isEmpty() && !address.endsWith(UNKNOWN_PORT)) {
			this.addresses.put(memberId, address);
		}
	}

	VrDescriptor describe() {
		return describe(List.of());
	}

	VrDescriptor describe(List<ControllerReport> controllers) {
		ReplicaReport replica = this.report.replica();
		MemberDescriptor primary = (this.report.primary() >= 0) ? member(this.report.primary()) : null;
		Condition condition = this.report.condition();
		ConditionDescriptor described = (condition != null)
				? new ConditionDescriptor(condition.code(), condition.message()) : null;
		if (replica == null) {
			return new VrDescriptor(this.report.group(), null, null, null, null, null, null, primary, null, null, null,
					null, described, null, null, null, null, null, null, null, targets(), null);
		}
		String storage = (this.report.storage() != null) ? "durable" : "memory";
		if (!hasPlace(replica)) {
			return new VrDescriptor(this.report.group(), null, null, label(replica.role()), replica.status().label(),
					null, null, primary, null, null, null, storage, described, null, null, null, null, null,
					journal(this.report.storage()), null, targets(), controllers(controllers));
		}
		List<MemberDescriptor> configuration = members(replica.configuration());
		return new VrDescriptor(this.report.group(), groupId(replica.groupId()), replica.memberId(),
				label(replica.role()), replica.status().label(), replica.view(), replica.configuration().epoch(),
				primary, replica.opNumber(), replica.commitNumber(), replica.checkpoints().opNumber(), storage,
				described, configuration, standbys(replica.standbys()),
				new QuorumDescriptor(configuration.size(), replica.quorumNeeded(), replica.quorumReachable()),
				checkpoint(replica.checkpoints()), log(replica), journal(this.report.storage()),
				transfer(replica.transfer()), peers(replica.peers()), controllers(controllers));
	}

	/**
	 * The members of the epoch before.
	 * @return the members; {@code null} in epoch 0 and in an application that is only a
	 * client
	 */
	@Nullable List<MemberDescriptor> oldConfiguration() {
		Configuration old = (this.report.replica() != null) ? this.report.replica().oldConfiguration() : null;
		return (old != null) ? members(old) : null;
	}

	private List<MemberDescriptor> members(Configuration configuration) {
		return configuration.members().stream().map((member) -> member(member.memberId())).toList();
	}

	private static @Nullable List<MemberDescriptor> standbys(List<Standby> standbys) {
		return standbys.isEmpty() ? null
				: standbys.stream()
					.map((standby) -> new MemberDescriptor(standby.memberId(), standby.address()))
					.toList();
	}

	private static @Nullable List<ControllerDescriptor> controllers(List<ControllerReport> controllers) {
		return controllers.isEmpty() ? null : controllers.stream().map(NodeDescription::controller).toList();
	}

	private static ControllerDescriptor controller(ControllerReport report) {
		ControllerReport.Blocked blocked = report.blocked();
		return new ControllerDescriptor(report.name(), report.lastAction(),
				(blocked != null) ? new ConditionDescriptor(blocked.code(), blocked.message()) : null);
	}

	/**
	 * Whether a replica has an id in its group. A new one has none before it is a
	 * standby, and its report knows nothing of the group.
	 */
	static boolean hasPlace(ReplicaReport replica) {
		return replica.memberId() >= 0;
	}

	private static CheckpointDescriptor checkpoint(CheckpointReport checkpoint) {
		return (checkpoint.digest() != null)
				? new CheckpointDescriptor(checkpoint.opNumber(), checkpoint.digest().toString(),
						TimeUnit.NANOSECONDS.toMillis(checkpoint.ageNanos()))
				: new CheckpointDescriptor(0, EMPTY_DIGEST, null);
	}

	private static LogDescriptor log(ReplicaReport replica) {
		long entries = Math.max(0, replica.opNumber() - replica.firstOpNumber() + 1);
		return new LogDescriptor(replica.firstOpNumber(), entries, replica.logBytes());
	}

	private static @Nullable JournalDescriptor journal(@Nullable StorageReport storage) {
		return (storage != null) ? new JournalDescriptor(storage.location(), storage.journalBytes(), storage.segments(),
				storage.syncCount(), millis(storage.lastSyncNanos()), storage.checkpointOpNumber(),
				storage.checkpointBytes()) : null;
	}

	private static @Nullable TransferDescriptor transfer(@Nullable TransferReport transfer) {
		return (transfer != null) ? new TransferDescriptor(transfer.opNumber(),
				Math.floor(transfer.progress() * 1000) / 10, transfer.bytes(), transfer.source()) : null;
	}

	static String label(Role role) {
		return role.name().toLowerCase(Locale.ROOT);
	}

	private static @Nullable String groupId(UUID groupId) {
		return groupId.equals(Header.NO_GROUP) ? null : groupId.toString().replace("-", "");
	}

	private MemberDescriptor member(int memberId) {
		return new MemberDescriptor(memberId, this.addresses.get(memberId));
	}

	/**
	 * What a client talks to. Its addresses need not be all the members, nor in their
	 * order.
	 */
	private List<PeerDescriptor> targets() {
		return this.report.links()
			.stream()
			.map((link) -> new PeerDescriptor((link.memberId() >= 0) ? link.memberId() : null, link.address(),
					link.connected(), null, null))
			.toList();
	}

	private List<PeerDescriptor> peers(List<PeerReport> peers) {
		Map<Integer, PeerDescriptor> described = new LinkedHashMap<>();
		for (LinkReport link : this.report.links()) {
			described.put(link.memberId(), new PeerDescriptor(link.memberId(), null, link.connected(), null, null));
		}
		for (PeerReport peer : peers) {
			PeerDescriptor link = described.get(peer.memberId());
			described.put(peer.memberId(), new PeerDescriptor(peer.memberId(), null, link != null && link.connected(),
					(peer.lag() >= 0) ? peer.lag() : null, roundTripMillis(peer.roundTripNanos())));
		}
		return new ArrayList<>(described.values());
	}

	private static @Nullable Double roundTripMillis(long nanos) {
		return (nanos >= 0) ? millis(nanos) : null;
	}

	private static double millis(long nanos) {
		return Math.round(nanos / 1000.0) / 1000.0;
	}

}
