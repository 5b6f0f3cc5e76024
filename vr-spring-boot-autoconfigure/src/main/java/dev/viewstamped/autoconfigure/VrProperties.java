package dev.viewstamped.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for Viewstamped Replication.
 *
 * @param enabled Whether this application takes part in a replica group.
 * @param mode Whether this application runs a replica of its own or is only a client of
 * the group.
 * @param group Name of the replica group; peers of another group are refused. Name of the
 * application when not set.
 * @param members Comma-separated list of the members of the first configuration, in
 * member-id order, each as host:port or as ws[s]://host:port[/path]. Group of one when
 * not set.
 * @param address Address, as host:port, that peers dial to reach this application. Entry
 * of the member list for this member, or else host name and server port, when not set.
 * @param memberId Id of this replica in the first configuration: the position of its
 * entry in the member list, from 0. Found by address, or by the ordinal of the pod on
 * Kubernetes, when not set.
 * @param join Comma-separated list of members of a running group that warm up this new
 * replica, each as host:port; instead of the member list. None when not set.
 * @param bootstrap What members do when all of them start without state: form a new,
 * empty group or wait for the operator.
 * @param embedded Replicas that run together in one JVM.
 * @param storage Where the replica keeps its promises.
 * @param timing Intervals and time-outs.
 * @param pipeline Bounds of what the primary has under way.
 * @param client Bounds of client sessions.
 * @param checkpoint Checkpoints of the state.
 * @param log Bounds of the log.
 * @param limits Limits of single messages.
 * @param reads How queries are answered.
 * @param transport Links between members.
 * @param drain What this application does for the group before it stops.
 */
@ConfigurationProperties("vr")
public record VrProperties(@DefaultValue("true") boolean enabled, @DefaultValue("replica") Mode mode,
		@Nullable String group, @DefaultValue List<String> members, @Nullable String address,
		@Nullable Integer memberId, @DefaultValue List<String> join, @DefaultValue("auto") Bootstrap bootstrap,
		@DefaultValue Embedded embedded, @DefaultValue Storage storage, @DefaultValue Timing timing,
		@DefaultValue Pipeline pipeline, @DefaultValue Client client, @DefaultValue Checkpoint checkpoint,
		@DefaultValue Log log, @DefaultValue Limits limits, @DefaultValue Reads reads,
		@DefaultValue Transport transport, @DefaultValue Drain drain) {

	/**
	 * What an application is to the group.
	 */
	public enum Mode {

		/** Runs a replica. */
		REPLICA,

		/** Has no replica and talks to the group. */
		CLIENT

	}

	/**
	 * What members do when none of them has state.
	 */
	public enum Bootstrap {

		/** Form a new, empty group. */
		AUTO,

		/** Wait for the operator. */
		NEVER

	}

	/**
	 * Replicas that run together in one JVM.
	 *
	 * @param replicas Number of replicas to run in this JVM when no members are set.
	 */
	public record Embedded(@DefaultValue("0") int replicas) {

	}

	/**
	 * Where the replica keeps its promises.
	 *
	 * @param mode Where promises are kept: only in the memory of the members, or on disk
	 * as well, so that the state survives a stop of all members.
	 * @param directory Directory of the journal and the checkpoints of a durable replica,
	 * for this replica alone. Embedded replicas use one subdirectory each.
	 */
	public record Storage(@DefaultValue("memory") StorageMode mode, @DefaultValue("./vr-data") Path directory) {

	}

	/**
	 * Where promises are kept.
	 */
	public enum StorageMode {

		/** In the memory of a quorum. */
		MEMORY,

		/** On disk. */
		DURABLE

	}

	/**
	 * Intervals and time-outs.
	 *
	 * @param heartbeatInterval Interval at which an idle primary says that it lives.
	 * @param viewChangeTimeout Silence of the primary after which a backup suspects it.
	 * @param requestTimeout How long a call waits before its outcome is unknown.
	 */
	public record Timing(@DefaultValue("100ms") Duration heartbeatInterval,
			@DefaultValue("1s") Duration viewChangeTimeout, @DefaultValue("5s") Duration requestTimeout) {

	}

	/**
	 * Bounds of what the primary has under way.
	 *
	 * @param maxRequests Maximum number of uncommitted requests that the primary takes
	 * before it answers that it is busy.
	 * @param maxBatch Maximum number of requests in one Prepare message.
	 */
	public record Pipeline(@DefaultValue("8192") int maxRequests, @DefaultValue("512") int maxBatch) {

	}

	/**
	 * Bounds of client sessions.
	 *
	 * @param window Maximum number of requests that a session has in flight; that of the
	 * primary counts.
	 * @param maxSessions Maximum number of sessions in the client table; that of the
	 * primary counts.
	 */
	public record Client(@DefaultValue("1024") int window, @DefaultValue("1024") int maxSessions) {

	}

	/**
	 * Checkpoints of the state.
	 *
	 * @param interval Number of operations after which a checkpoint of the state is due,
	 * the same at all members. Checkpoints are also due by the size of the log, and wait
	 * where they would follow each other too closely.
	 */
	public record Checkpoint(@DefaultValue("1000") int interval) {

	}

	/**
	 * Bounds of the log.
	 *
	 * @param maxEntries Maximum number of log entries kept for members that lag behind,
	 * beyond what the two latest checkpoints need. Up to ten times as many are kept for a
	 * member while it fetches the state.
	 * @param maxSize Maximum size of the log entries kept for members that lag behind,
	 * beyond what the two latest checkpoints need.
	 */
	public record Log(@DefaultValue("100000") int maxEntries, @DefaultValue("256MB") DataSize maxSize) {

	}

	/**
	 * Limits of single messages.
	 *
	 * @param commandSize Size of the largest command that is accepted.
	 */
	public record Limits(@DefaultValue("1MB") DataSize commandSize) {

	}

	/**
	 * How queries are answered.
	 *
	 * @param lease Whether the primary may answer reads on a lease, which assumes that
	 * the clocks of all members run at nearly the same rate; off, a lease read is a
	 * linearizable read. The same on all members.
	 */
	public record Reads(@DefaultValue("false") boolean lease) {

	}

	/**
	 * What this application does for the group before it stops.
	 *
	 * @param timeout How long the application waits before it stops until the other
	 * members can do without it: until another one is the primary and a quorum of others
	 * is normal. 0 to stop at once.
	 */
	public record Drain(@DefaultValue("20s") Duration timeout) {

	}

	/**
	 * Links between members.
	 *
	 * @param path Path of the WebSocket endpoints on the port of the application, below
	 * the context path.
	 * @param secret Shared secret that both ends of every link prove to each other;
	 * endpoints are open when not set.
	 * @param sslBundle Name of the SSL bundle for outgoing links; links are encrypted
	 * when set.
	 */
	public record Transport(@DefaultValue("/vr") String path, @Nullable String secret, @Nullable String sslBundle) {

		@Override
		public String toString() {
			String secret = (this.secret != null) ? "******" : "unset";
			return "Transport[path=" + this.path + ", secret=" + secret + ", sslBundle=" + this.sslBundle + "]";
		}

	}

}
