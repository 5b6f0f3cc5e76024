package dev.viewstamped.benchmark.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All rows that can be measured, by name.
 */
final class Rows {

	private static final int KILOBYTE = 1 << 10;

	/** So that the values of all clients fit into the heap. */
	private static final int MAX_CLIENTS_WITH_LARGE_VALUES = 64;

	private static final String LEASE = "--vr.reads.lease=true";

	private final Map<String, Row> rows = new LinkedHashMap<>();

	Rows() {
		limits();
		ours();
		reads("linearizable", "");
		reads("lease", "$Lease");
		reads("causal", "$Causal");
		reads("stale", "$Stale");
		ours("lease-at-primary", "OperationsKv-lease", "lease reads on the primary").reads()
			.place(Place.PRIMARY)
			.arguments(LEASE);
		ours("lease-at-backup", "OperationsKv-lease", "lease reads on a backup").reads()
			.place(Place.BACKUP)
			.arguments(LEASE);
		peers();
		faults();
	}

	/**
	 * Find rows.
	 * @param names their names; {@code all} for all of them
	 * @return the rows, in that order
	 */
	List<Row> find(List<String> names) {
		if (names.equals(List.of("all"))) {
			return List.copyOf(this.rows.values());
		}
		return names.stream().map(this::find).toList();
	}

	private Row find(String name) {
		Row row = this.rows.get(name);
		if (row == null) {
			throw new IllegalArgumentException(
					"There is no row '%s'. 'bench.rows' may list %s, or be 'all'".formatted(name, this.rows.keySet()));
		}
		return row;
	}

	private void limits() {
		ours("floor", "FloorKv", "two WebSocket round trips in sequence, our client and Tomcat, one connection")
			.replicas(1);
		ours("floor-64k", "FloorKv", "floor with values of 64 KB").replicas(1)
			.valueBytes(64 * KILOBYTE)
			.maxClients(MAX_CLIENTS_WITH_LARGE_VALUES);
		ours("echo", "EchoKv",
				"one WebSocket round trip, our client and Tomcat, one connection, a frame for each message")
			.replicas(1);
		ours("rest-empty", "EmptyRestKv", "an endpoint that does nothing at the same servers as rest");
		row("edge", "edge", "edge.EdgeServer", "edge.EdgeKv",
				"one server without replication behind jgroups-raft's edge")
			.replicas(1);
	}

	private void ours() {
		ours("client", "ClientKv", "from a process without a replica, one client for all lanes");
		ours("in-process", "OperationsKv", "called on the replicas, lanes spread over them").place(Place.REPLICAS);
		ours("rest", "RestKv", "over REST at all replicas, a connection for each lane");
		ours("client-durable", "ClientKv", "client, with vr.storage.mode=durable")
			.arguments("--vr.storage.mode=durable")
			.onDisk();
		ours("in-process-durable", "OperationsKv", "in-process, with vr.storage.mode=durable").place(Place.REPLICAS)
			.arguments("--vr.storage.mode=durable")
			.onDisk();
		ours("client-5", "ClientKv", "client, in a group of five").replicas(5);
		ours("in-process-5", "OperationsKv", "in-process, in a group of five").replicas(5).place(Place.REPLICAS);
		ours("client-16", "ClientKv", "client, with values of 16 bytes").valueBytes(16);
		ours("client-1k", "ClientKv", "client, with values of 1 KB").valueBytes(KILOBYTE);
		ours("client-64k", "ClientKv", "client, with values of 64 KB").valueBytes(64 * KILOBYTE)
			.maxClients(MAX_CLIENTS_WITH_LARGE_VALUES);
	}

	private void reads(String kind, String nested) {
		ours("read-" + kind, "ClientKv" + nested, "reads as client").reads().arguments(LEASE);
		ours("in-process-read-" + kind, "OperationsKv-" + kind, "reads as in-process").reads()
			.place(Place.REPLICAS)
			.arguments(LEASE);
	}

	private void peers() {
		row("sofajraft", "sofajraft", "sofajraft.JRaftReplica", "sofajraft.JRaftKv",
				"SOFAJRaft 1.3.15.bugfix; newest 100,000 entries in memory; its RPC client, one connection");
		row("sofajraft-rocksdb", "sofajraft", "sofajraft.JRaftReplica", "sofajraft.JRaftKv",
				"SOFAJRaft 1.3.15.bugfix; RocksDB log, sync=false")
			.arguments("rocksdb");
		row("jgroups-raft", "jgroups-raft", "jgroups.RaftReplica", "edge.EdgeKv",
				"jgroups-raft 1.1.4; InMemoryLog, snapshot at 30 MB; no client of its own, so 4 plain TCP connections to the leader");
		row("aeron", "aeron", "aeron.AeronReplica", "aeron.AeronKv",
				"Aeron Cluster 1.51.0; archive without fsync; agents park up to 50 us; one session")
			.flags("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
					"--add-opens=java.base/java.util.zip=ALL-UNNAMED");
		row("ratis", "ratis", "ratis.RatisReplica", "ratis.RatisKv",
				"Ratis 3.3.0; gRPC, log in memory; 4 ordered asynchronous clients");
	}

	private void faults() {
		ours("fault-kill", "ClientKv", "client, and the primary is killed").fault(Fault.KILL);
		ours("fault-terminate", "ClientKv", "client, and the primary gets SIGTERM").fault(Fault.TERMINATE);
	}

	private Row ours(String name, String kv, String settings) {
		return row(name, "ours", "ours.BenchmarkReplica", "ours." + kv, settings);
	}

	private Row row(String name, String module, String replica, String kv, String settings) {
		Row row = new Row(name, module, replica, kv, settings);
		this.rows.put(name, row);
		return row;
	}

}
