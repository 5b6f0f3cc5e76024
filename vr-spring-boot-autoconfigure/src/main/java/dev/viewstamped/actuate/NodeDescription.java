package dev.viewstamped.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.actuate.VrDescriptor.CheckpointDescriptor;
import dev.viewstamped.actuate.VrDescriptor.ConditionDescriptor;
import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import dev.viewstamped.actuate.VrDescriptor.PeerDescriptor;
import dev.viewstamped.actuate.VrDescriptor.QuorumDescriptor;
import dev.viewstamped.message.Header;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.transport.LinkReport;
import org.jspecify.annotations.Nullable;

/**
 * Turns a report into what operators read.
 */
final class NodeDescription {

	/** Digest of the checkpoint before the first command. */
	static final String EMPTY_DIGEST = "0".repeat(64);

	private static final String STORAGE = "memory";

	private static final String UNKNOWN_PORT = ":0";

	private final NodeReport report;

	private final Map<Integer, String> addresses = new LinkedHashMap<>();

	NodeDescription(NodeReport report, List<String> knownAddresses) {
		this.report = report;
		if (report.replica() != null) {
			for (int memberId = 0; memberId < knownAddresses.size(); memberId++) {
				learn(memberId, knownAddresses.get(memberId));
			}
			report.replica().configuration().members().forEach((member) -> learn(member.memberId(), member.address()));
		}
		report.links().forEach((link) -> learn(link.memberId(), link.address()));
	}

	private void learn(int memberId, String address) {
		if (memberId >= 0 && !address.isEmpty() && !address.endsWith(UNKNOWN_PORT)) {
			this.addresses.put(memberId, address);
		}
	}

	VrDescriptor describe() {
		ReplicaReport replica = this.report.replica();
		MemberDescriptor primary = (this.report.primary() >= 0) ? member(this.report.primary()) : null;
		Condition condition = this.report.condition();
		ConditionDescriptor described = (condition != null)
				? new ConditionDescriptor(condition.code(), condition.message()) : null;
		if (replica == null) {
			return new VrDescriptor(this.report.group(), null, null, null, null, null, null, primary, null, null, null,
					null, described, null, null, null, targets());
		}
		List<MemberDescriptor> configuration = replica.configuration()
			.members()
			.stream()
			.map((member) -> member(member.memberId()))
			.toList();
		return new VrDescriptor(this.report.group(), groupId(replica.groupId()), replica.memberId(),
				label(replica.role()), replica.status().label(), replica.view(), replica.configuration().epoch(),
				primary, replica.opNumber(), replica.commitNumber(), 0L, STORAGE, described, configuration,
				new QuorumDescriptor(configuration.size(), replica.quorumNeeded(), replica.quorumReachable()),
				new CheckpointDescriptor(0, EMPTY_DIGEST), peers(replica.peers()));
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
		return (nanos >= 0) ? Math.round(nanos / 1000.0) / 1000.0 : null;
	}

}
