package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;

import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointOptions;
import dev.viewstamped.replica.Checkpointing;
import dev.viewstamped.replica.ReplicaOptions;

import org.jspecify.annotations.Nullable;

/**
 * One run: everything that its seed decides. Intervals are means; 0 means never.
 *
 * @param seed the seed
 * @param replicas size of the group
 * @param clients clients in processes of their own
 * @param localClients whether each replica's process has a client too
 * @param packets the network while there are faults
 * @param faultNanos how long there are faults
 * @param faultsInGenesis whether faults begin before the group is formed
 * @param crashIntervalNanos time between crashes
 * @param partitionIntervalNanos time between partitions
 * @param pauseIntervalNanos time between pauses
 * @param clogIntervalNanos time between links that are clogged
 * @param clientCrashIntervalNanos time between crashes of clients
 * @param viewChangeTimeoutNanos silence after which a primary is suspected
 * @param maxBatch entries in one Prepare
 * @param maxBatchBytes bytes of the entries in one message, unless it is one entry
 * @param clientWindow requests in flight per session
 * @param maxRequestsInFlight uncommitted requests that a primary takes
 * @param maxSessions sessions in the client table
 * @param maxReplyBytes bytes of results that the client table keeps
 * @param minSessionIdleNanos idle time after which a session may be evicted
 * @param requestProbability how likely a client makes a call at each of its ticks
 * @param maxClockSkewNanos how far wall clocks differ
 * @param maxDriftPartsPerMillion how much faster or slower clocks run
 * @param checkpoints settings of checkpoints
 * @param ballast what each command writes besides
 * @param backgroundNanos mean of the time that work takes that is not done on the loop
 * @param disk disks in durable mode, {@code null} in memory mode
 * @param operatorNanos time between two actions of an operator who changes the group
 * @param leases whether primaries read on leases, machines are suspended, and some
 * queries are worked out beside the loop
 * @param ownBounds whether every second member allows fewer sessions, and less in each
 */
record SimulatorOptions(long seed, int replicas, int clients, boolean localClients, PacketOptions packets,
		long faultNanos, boolean faultsInGenesis, long crashIntervalNanos, long partitionIntervalNanos,
		long pauseIntervalNanos, long clogIntervalNanos, long clientCrashIntervalNanos, long viewChangeTimeoutNanos,
		int maxBatch, int maxBatchBytes, int clientWindow, int maxRequestsInFlight, int maxSessions, long maxReplyBytes,
		long minSessionIdleNanos, double requestProbability, long maxClockSkewNanos, long maxDriftPartsPerMillion,
		CheckpointOptions checkpoints, Ballast ballast, long backgroundNanos, @Nullable DiskOptions disk,
		long operatorNanos, boolean leases, boolean ownBounds) {

	static final int MAX_COMMAND_BYTES = 200;

	private static final long MAX_REPLY_BYTES = 1 << 20;

	private static final int MAX_BATCH_BYTES = 4096;

	private static final long MILLI = 1_000_000L;

	private static final int CHANGING_MILLIS = 2500;

	private static final int[] SIZES = { 3, 3, 3, 5, 5, 4, 1, 3, 7, 2 };

	/**
	 * A run with faults at rates that the seed decides.
	 * @param seed the seed
	 * @return the options
	 */
	static SimulatorOptions fromSeed(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		int replicas = SIZES[random.nextInt(SIZES.length)];
		long timeout = random.nextLong(200, 501) * MILLI;
		boolean faultsInGenesis = random.nextInt(4) == 0;
		// Genesis is short and its messages are few: only a bad network tries all of it
		double more = faultsInGenesis ? 0.15 : 0;
		PacketOptions packets = new PacketOptions(random.nextLong(50_000, MILLI), random.nextLong(100_000, 5 * MILLI),
				random.nextBoolean() ? random.nextDouble(0.02) : 0, 2 * timeout,
				more + (random.nextBoolean() ? random.nextDouble(0.2) : 0),
				more + (random.nextBoolean() ? random.nextDouble(0.3) : 0), 0.5, random.nextInt(20, 1000));
		// Small ones make logs travel in many pieces
		SplittableRandom batchRandom = random.split();
		int maxBatchBytes = (batchRandom.nextInt(4) == 0) ? batchRandom.nextInt(50, 500) : MAX_BATCH_BYTES;
		return new SimulatorOptions(seed, replicas, random.nextInt(1, 4), random.nextBoolean(), packets,
				(random.nextLong(2000, 6000) + (isChanging(seed) ? CHANGING_MILLIS : 0)) * MILLI, faultsInGenesis,
				rate(random, timeout, 6 * timeout), rate(random, timeout, 6 * timeout),
				rate(random, 2 * timeout, 10 * timeout), rate(random, timeout, 6 * timeout),
				rate(random, 2 * timeout, 10 * timeout), timeout, random.nextInt(1, 20), maxBatchBytes,
				random.nextInt(1, 16), random.nextInt(4, 64),
				(random.nextInt(4) == 0) ? random.nextInt(1, 4) : random.nextInt(3, 12),
				(random.nextInt(4) == 0) ? random.nextLong(300, 3000) : MAX_REPLY_BYTES,
				random.nextLong(timeout / 4, 2 * timeout), random.nextDouble(0.05, 0.4), random.nextLong(1000) * MILLI,
				(random.nextInt(4) == 0) ? 20_000 : 200, checkpoints(seed, timeout), ballast(seed),
				backgroundNanos(seed), disk(seed, timeout), operatorNanos(seed, timeout), leases(seed),
				random(seed, 9).nextInt(4) == 0);
	}

	/**
	 * A run without faults, for scripts.
	 * @param seed the seed
	 * @param replicas size of the group
	 * @return the options
	 */
	static SimulatorOptions quiet(long seed, int replicas) {
		return quiet(seed, replicas, MAX_BATCH_BYTES);
	}

	/**
	 * A run without faults, for scripts, in which a log is sent in small pieces.
	 * @param seed the seed
	 * @param replicas size of the group
	 * @param maxBatchBytes bytes of the entries in one message
	 * @return the options
	 */
	static SimulatorOptions quiet(long seed, int replicas, int maxBatchBytes) {
		return new SimulatorOptions(seed, replicas, 1, true, PacketOptions.reliable(), 0, false, 0, 0, 0, 0, 0,
				300 * MILLI, 10, maxBatchBytes, 16, 64, 16, MAX_REPLY_BYTES, 600 * MILLI, 0, 100 * MILLI, 100,
				Checkpointing.never(), Ballast.NONE, MILLI, null, 0, false, false);
	}

	/**
	 * This run with checkpoints.
	 * @param options when they are taken
	 */
	SimulatorOptions with(CheckpointOptions options) {
		return with(options, this.disk, this.leases, this.ownBounds);
	}

	/**
	 * This run in durable mode.
	 * @param options the disks
	 */
	SimulatorOptions with(DiskOptions options) {
		return with(this.checkpoints, options, this.leases, this.ownBounds);
	}

	/**
	 * This run with leases.
	 */
	SimulatorOptions withLeases() {
		return with(this.checkpoints, this.disk, true, this.ownBounds);
	}

	/**
	 * This run with members that differ in the bounds of sessions.
	 */
	SimulatorOptions withOwnBounds() {
		return with(this.checkpoints, this.disk, this.leases, true);
	}

	private SimulatorOptions with(CheckpointOptions newCheckpoints, @Nullable DiskOptions newDisk, boolean newLeases,
			boolean newOwnBounds) {
		return new SimulatorOptions(this.seed, this.replicas, this.clients, this.localClients, this.packets,
				this.faultNanos, this.faultsInGenesis, this.crashIntervalNanos, this.partitionIntervalNanos,
				this.pauseIntervalNanos, this.clogIntervalNanos, this.clientCrashIntervalNanos,
				this.viewChangeTimeoutNanos, this.maxBatch, this.maxBatchBytes, this.clientWindow,
				this.maxRequestsInFlight, this.maxSessions, this.maxReplyBytes, this.minSessionIdleNanos,
				this.requestProbability, this.maxClockSkewNanos, this.maxDriftPartsPerMillion, newCheckpoints,
				this.ballast, this.backgroundNanos, newDisk, this.operatorNanos, newLeases, newOwnBounds);
	}

	/**
	 * Whether checkpoints are taken, and logs are cut.
	 */
	boolean takesCheckpoints() {
		return this.checkpoints.intervalOps() != Integer.MAX_VALUE;
	}

	/**
	 * Whether promises are kept on disks.
	 */
	boolean isDurable() {
		return this.disk != null;
	}

	// What came later has random sources of its own, so that seeds mean what they meant
	private static SplittableRandom random(long seed, int purpose) {
		return new SplittableRandom(seed * 31 + purpose);
	}

	/**
	 * Whether checkpoints are taken in the run of a seed.
	 */
	static boolean takesCheckpoints(long seed) {
		return random(seed, 1).nextInt(3) != 0;
	}

	private static CheckpointOptions checkpoints(long seed, long timeoutNanos) {
		if (!takesCheckpoints(seed)) {
			return Checkpointing.never();
		}
		SplittableRandom random = random(seed, 2);
		long intervalBytes = (random.nextInt(4) == 0) ? random.nextLong(100, 2000) : Long.MAX_VALUE;
		long intervalNanos = random.nextBoolean() ? 0 : random.nextLong(timeoutNanos / 4);
		long stateBytes = 2000 + ballast(seed).bytes();
		long keptBytes = random.nextBoolean() ? random.nextLong(5000) : Long.MAX_VALUE;
		// A transfer takes a hundred messages or so, as one member may give pages to all
		// others at a time
		int pageBytes = (int) (stateBytes / 100)
				+ ((random.nextInt(3) == 0) ? random.nextInt(50, 500) : random.nextInt(500, 20_000));
		long bytesPerSecond = random.nextBoolean() ? random.nextLong(stateBytes, 5 * stateBytes) : 10_000_000;
		return new CheckpointOptions(random.nextInt(3, 61), intervalBytes, intervalNanos, random.nextInt(0, 51),
				keptBytes, pageBytes, bytesPerSecond);
	}

	private static Ballast ballast(long seed) {
		SplittableRandom random = random(seed, 3);
		if (!takesCheckpoints(seed) || random.nextInt(3) == 0) {
			return Ballast.NONE;
		}
		return new Ballast(random.nextInt(10, random.nextBoolean() ? 100 : 3000), random.nextInt(1, 20),
				random.nextInt(20, 2000));
	}

	/**
	 * Whether the run of a seed is in durable mode.
	 */
	static boolean isDurable(long seed) {
		return random(seed, 5).nextBoolean();
	}

	/**
	 * Whether in the run of a seed the group changes.
	 */
	static boolean isChanging(long seed) {
		return seed % 3 != 0;
	}

	/**
	 * Whether there are leases in the run of a seed.
	 */
	static boolean leases(long seed) {
		return random(seed, 8).nextBoolean();
	}

	private static long operatorNanos(long seed, long timeoutNanos) {
		return isChanging(seed) ? random(seed, 7).nextLong(timeoutNanos / 4, 2 * timeoutNanos) : 0;
	}

	private static @Nullable DiskOptions disk(long seed, long timeoutNanos) {
		return isDurable(seed) ? DiskOptions.random(random(seed, 6), timeoutNanos) : null;
	}

	private static long backgroundNanos(long seed) {
		SplittableRandom random = random(seed, 4);
		return random.nextBoolean() ? random.nextLong(MILLI) : random.nextLong(15 * MILLI);
	}

	ReplicaOptions replicaOptions(int memberId, UUID boot, IntFunction<String> addresses, boolean mayForm) {
		List<Member> members = new ArrayList<>();
		for (int id = 0; id < this.replicas; id++) {
			members.add(new Member(id, addresses.apply(id)));
		}
		boolean lessRoom = this.ownBounds && memberId % 2 == 1;
		int window = lessRoom ? (this.clientWindow + 1) / 2 : this.clientWindow;
		int sessions = lessRoom ? (this.maxSessions + 1) / 2 : this.maxSessions;
		return new ReplicaOptions(memberId, boot, new Configuration(0, members), mayForm,
				this.viewChangeTimeoutNanos / 10, this.viewChangeTimeoutNanos, this.maxRequestsInFlight, this.maxBatch,
				this.maxBatchBytes, window, sessions, this.maxReplyBytes, this.minSessionIdleNanos, MAX_COMMAND_BYTES,
				this.checkpoints)
			.withLeases(this.leases);
	}

	ClientOptions clientOptions() {
		return new ClientOptions(this.clientWindow, 100, 100 * MAX_COMMAND_BYTES, this.viewChangeTimeoutNanos / 4,
				this.viewChangeTimeoutNanos, this.viewChangeTimeoutNanos / 4);
	}

	long requestTimeoutNanos() {
		return 5 * this.viewChangeTimeoutNanos;
	}

	private static long rate(SplittableRandom random, long least, long most) {
		return (random.nextInt(3) == 0) ? 0 : random.nextLong(least, most);
	}

}
