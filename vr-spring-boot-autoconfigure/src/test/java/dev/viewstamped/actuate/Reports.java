package dev.viewstamped.actuate;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.Digest;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.MemberProgress;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.replica.TransferReport;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.storage.StorageReport;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.TransportCounters;

import org.jspecify.annotations.Nullable;

/**
 * Reports of nodes for tests.
 */
public final class Reports {

	/** Identity of the group in these reports. */
	public static final UUID GROUP_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	private static final Configuration CONFIGURATION = new Configuration(0,
			List.of(new Member(0, "localhost:8080"), new Member(1, "localhost:8081"), new Member(2, "localhost:0")));

	private static final List<LinkReport> LINKS = List.of(new LinkReport(1, "localhost:8081", true, null),
			new LinkReport(2, "localhost:0", false, "connection refused"));

	private static final TransportCounters COUNTERS = new TransportCounters(11, 12, 13, 14);

	private Reports() {
	}

	/**
	 * A primary in view 6 that is in contact with one of two others.
	 */
	public static NodeReport primary() {
		return replica(Role.PRIMARY, Status.NORMAL, 2, null);
	}

	/**
	 * A replica that is in contact with nobody.
	 */
	public static NodeReport noQuorum() {
		return replica(Role.BACKUP, Status.NORMAL, 1, new Condition(Condition.NO_QUORUM, "Waiting for 1 more"));
	}

	static NodeReport replica(Role role, Status status, int reachable, @Nullable Condition condition) {
		UUID groupId = (status == Status.RECOVERING) ? Header.NO_GROUP : GROUP_ID;
		int primary = (status == Status.NORMAL) ? 0 : -1;
		List<PeerReport> peers = List.of(new PeerReport(1, 3, 412_345, 1), new PeerReport(2, -1, -1, -1));
		return new NodeReport("config",
				new ReplicaReport(groupId, 0, role, status, 6, primary, 128, 126, 125, CONFIGURATION, 2, reachable,
						condition, peers, 4, 2, 9, 1, 4096, CheckpointReport.NONE, null, 0, 0, 0, false),
				primary, condition, LINKS, COUNTERS, null);
	}

	/**
	 * A durable replica with a checkpoint, which fetches another one.
	 */
	public static NodeReport durable() {
		CheckpointReport checkpoints = new CheckpointReport(100, new Digest(1, 2, 3, 4), 2_500_000_000L, 7, 1_500_000,
				3);
		TransferReport transfer = new TransferReport(300, 2, 0.4567, 65536, 12, 1_000_000_000);
		StorageReport storage = new StorageReport("/data", false, false, 1 << 20, 2, 42, 1_234_567, 90, 4711, 10, 0, 0);
		return new NodeReport("config",
				new ReplicaReport(GROUP_ID, 0, Role.BACKUP, Status.NORMAL, 6, 1, 128, 126, 125, CONFIGURATION, 2, 2,
						null, List.of(), 4, 2, 9, 29, 4096, checkpoints, transfer, 21, 99_000, 0, false),
				1, null, LINKS, COUNTERS, storage);
	}

	/**
	 * A primary in the second epoch, with members 3 and 4 for 1 and 2, and a standby.
	 */
	public static NodeReport reconfigured() {
		return reconfigured(Role.PRIMARY, Status.NORMAL, GroupChange.Phase.COMPLETE);
	}

	public static NodeReport reconfigured(Role role, Status status, GroupChange.Phase phase) {
		Configuration configuration = new Configuration(1, List.of(new Member(0, "localhost:8080"),
				new Member(3, "localhost:8083"), new Member(4, "localhost:8084")));
		List<Standby> standbys = List.of(new Standby(5, "localhost:8085", new UUID(5, 5), 0));
		List<PeerReport> peers = List.of(new PeerReport(3, 3, 412_345, 1), new PeerReport(5, 70, 500_000, 1));
		List<LinkReport> links = List.of(new LinkReport(3, "localhost:8083", true, null),
				new LinkReport(4, "localhost:8084", false, "connection refused"),
				new LinkReport(5, "localhost:8085", true, null));
		int primary = (status == Status.NORMAL) ? 0 : -1;
		return new NodeReport("config",
				new ReplicaReport(GROUP_ID, 0, role, status, 6, primary, 128, 126, 125, configuration, 2, 2, null,
						peers, 4, 2, 9, 1, 4096, CheckpointReport.NONE, null, 0, 0, 0, false, change(phase),
						CONFIGURATION, standbys),
				primary, null, links, COUNTERS, null);
	}

	/**
	 * The change that led to {@link #reconfigured()}.
	 */
	public static GroupChange change(GroupChange.Phase phase) {
		return new GroupChange(1, phase,
				List.of(new MemberProgress(0, "localhost:8080", "member", 0),
						new MemberProgress(1, "localhost:8084", "replaced", -1),
						new MemberProgress(3, "localhost:8083", "member", 3),
						new MemberProgress(4, "localhost:8084", "unreachable", -1)),
				(phase == GroupChange.Phase.COMPLETE) ? null : "Waiting for member 3");
	}

	/**
	 * A replica that looks for its group.
	 */
	public static NodeReport joining() {
		Configuration itself = new Configuration(0, List.of(new Member(-1, "localhost:8086")));
		Condition condition = new Condition(Condition.RECOVERING, "Asking localhost:8080 for the group");
		return new NodeReport("config",
				new ReplicaReport(Header.NO_GROUP, -1, Role.NONE, Status.RECOVERING, 0, -1, 0, 0, 0, itself, 1, 0,
						condition, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false),
				-1, condition, List.of(new LinkReport(-1, "localhost:8080", true, null)), COUNTERS, null);
	}

	static NodeReport client(int primary) {
		return new NodeReport("config", null, primary, null, LINKS, COUNTERS, null);
	}

}
