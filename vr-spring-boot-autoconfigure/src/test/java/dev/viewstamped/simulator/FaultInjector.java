package dev.viewstamped.simulator;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import dev.viewstamped.simulator.Partition.Shape;

/**
 * Faults at random times: crashes and pauses of members and clients, cut and clogged
 * links, broken connections and clocks that are set. Never more members are without their
 * memory at once than the group has to survive.
 */
final class FaultInjector {

	private final Cluster cluster;

	private final Workload workload;

	private final SplittableRandom random;

	private final DiskFaults disks;

	private final Remainder remainder;

	private final SortedMap<Kind, Long> counts = new TreeMap<>();

	private boolean active;

	FaultInjector(Cluster cluster, Workload workload, SplittableRandom random) {
		this.cluster = cluster;
		this.workload = workload;
		this.random = random;
		this.disks = new DiskFaults(this, cluster, random.split());
		this.remainder = new Remainder(this, cluster, workload, random.split());
	}

	/**
	 * Begin.
	 */
	void start() {
		SimulatorOptions options = this.cluster.options();
		this.active = true;
		this.cluster.packets().setOptions(options.packets());
		repeat(options.crashIntervalNanos(), this::crash);
		repeat(options.partitionIntervalNanos(), this::partition);
		repeat(options.pauseIntervalNanos(), this::pause);
		repeat(options.partitionIntervalNanos(), this::breakConnection);
		repeat(2 * options.partitionIntervalNanos(), this::isolateClient);
		repeat(options.clogIntervalNanos(), this::clog);
		repeat(options.clientCrashIntervalNanos(), this::crashClient);
		repeat(3 * options.pauseIntervalNanos(), this::setClock);
		DiskOptions disk = options.disk();
		if (disk != null) {
			repeat(disk.powerLossNanos(), this.disks::losePower);
			repeat(disk.lostDiskNanos(), this.disks::loseDisk);
			repeat(disk.corruptionNanos(), this.disks::corrupt);
			repeat(disk.failureNanos(), this.disks::fail);
		}
	}

	/**
	 * End: repair the network and a quorum at least, restart and continue its members.
	 */
	void stop() {
		boolean wasActive = this.active;
		this.active = false;
		this.cluster.log().note("faults end");
		this.cluster.packets().setOptions(PacketOptions.reliable());
		this.cluster.packets().heal();
		this.cluster.packets().unclog();
		if (wasActive) {
			this.remainder.choose();
		}
		for (Newcomer newcomer : this.cluster.newcomers()) {
			if (!newcomer.isUp()) {
				newcomer.start();
			}
		}
		for (SimulatedReplica replica : List.copyOf(this.cluster.healed().core())) {
			if (!replica.isUp()) {
				restart(replica);
			}
			else if (replica.isPaused()) {
				replica.resume();
			}
			if (!replica.isGone() && (replica.isStopped() || replica.memory().isDiskFailing())) {
				this.disks.repair(replica);
			}
		}
	}

	void crash(SimulatedReplica replica) {
		count(Kind.CRASH);
		replica.crash();
		this.workload.crashed(replica);
	}

	/**
	 * The process of a member dies, and its machine does not.
	 */
	void kill(SimulatedReplica replica) {
		count(Kind.KILL);
		replica.kill();
		this.workload.crashed(replica);
	}

	/**
	 * A replica starts again, if it is not doing so yet. Without a disk it has to find
	 * the group, if that has changed.
	 */
	void restart(SimulatedReplica replica) {
		if (replica.isGone() || this.cluster.at(replica.address()) != null
				|| this.cluster.isJoining(replica.address())) {
			return;
		}
		if (mustJoin(replica)) {
			this.cluster.join(replica.address());
			return;
		}
		replica.start();
		this.workload.started(replica);
	}

	private boolean mustJoin(SimulatedReplica replica) {
		if (replica.memory().isOnDisk()) {
			return false;
		}
		if (!replica.isFounder()) {
			return true;
		}
		boolean anyFounder = up().stream().anyMatch((other) -> other != replica && other.isFounder());
		return this.cluster.epochs().latest() > 0 && (!anyFounder || this.random.nextBoolean());
	}

	void count(Kind kind) {
		this.counts.merge(kind, 1L, Long::sum);
	}

	SortedMap<Kind, Long> counts() {
		SortedMap<Kind, Long> result = new TreeMap<>(this.counts);
		result.put(Kind.SESSION_EVICTION, this.workload.evictions());
		result.put(Kind.REPEATED_REQUEST, this.workload.repeatedRequests());
		return result;
	}

	private void crash() {
		List<SimulatedReplica> up = up();
		List<Newcomer> newcomers = this.cluster.newcomers().stream().filter(Newcomer::isUp).toList();
		if (!newcomers.isEmpty() && this.random.nextInt(3) == 0) {
			crash(newcomers.get(this.random.nextInt(newcomers.size())));
			return;
		}
		if (up.isEmpty()) {
			return;
		}
		SimulatedReplica primary = this.cluster.primary();
		SimulatedReplica victim = (primary != null && this.random.nextInt(3) == 0) ? primary : pick(up);
		if (!mayCrash(victim)) {
			return;
		}
		if (victim.memory().isOnDisk() && this.random.nextBoolean()) {
			kill(victim);
		}
		else {
			crash(victim);
		}
		restartLater(victim);
	}

	private void crash(Newcomer newcomer) {
		newcomer.crash();
		after(() -> {
			if (!newcomer.isUp() && this.cluster.newcomers().contains(newcomer)) {
				newcomer.start();
			}
		});
	}

	/**
	 * Whether the group survives the loss of what a member has in memory only.
	 */
	boolean mayCrash(SimulatedReplica victim) {
		return victim.memory().isOnDisk() || (!victim.memory().isDown() && this.cluster.groups().mayLose(victim));
	}

	/**
	 * A member that is not up starts again after some time.
	 */
	void restartLater(SimulatedReplica victim) {
		after(() -> {
			if (!victim.isUp()) {
				restart(victim);
			}
		});
	}

	private void pause() {
		List<SimulatedReplica> up = up();
		if (up.isEmpty()) {
			return;
		}
		SimulatedReplica victim = pick(up);
		int life = victim.life();
		if (victim.isPaused()) {
			return;
		}
		count(Kind.PAUSE);
		if (this.cluster.options().leases() && this.random.nextBoolean()) {
			victim.suspend();
		}
		else {
			victim.pause();
		}
		after(() -> {
			if (victim.life() == life && victim.isPaused()) {
				victim.resume();
			}
		});
	}

	private void partition() {
		List<Integer> ids = this.cluster.present().stream().map(SimulatedReplica::memberId).toList();
		int members = ids.size();
		if (members <= 1) {
			return;
		}
		Partition partition = Partition.random(members, this.random);
		count(Kind.of(partition));
		this.cluster.log().note("partition of " + ids + ": " + partition);
		this.cluster.packets().cut(partition, ids);
		// A client has the links of the member that it is near to
		for (SimulatedClient client : this.workload.clients()) {
			int near = this.random.nextInt(members);
			for (int member = 0; member < members; member++) {
				if (partition.cuts(near, member)) {
					this.cluster.packets().block(client.node(), ids.get(member));
				}
				if (partition.cuts(member, near)) {
					this.cluster.packets().block(ids.get(member), client.node());
				}
			}
		}
		after(this::heal);
	}

	private void isolateClient() {
		if (this.workload.clients().isEmpty()) {
			return;
		}
		count(Kind.CLIENT_ISOLATION);
		SimulatedClient client = this.workload.pick(this.random);
		int direction = this.random.nextInt(3);
		this.cluster.log().note("client " + client.node() + " is isolated");
		for (SimulatedReplica replica : this.cluster.replicas()) {
			if (direction != 0) {
				this.cluster.packets().block(client.node(), replica.memberId());
			}
			if (direction != 1) {
				this.cluster.packets().block(replica.memberId(), client.node());
			}
		}
		after(this::heal);
	}

	private void heal() {
		this.cluster.log().note("cut links are joined");
		this.cluster.packets().heal();
	}

	private void clog() {
		List<SimulatedReplica> present = this.cluster.present();
		int members = present.size();
		int first = this.random.nextInt(members);
		int from = present.get(first).memberId();
		int to = present.get((first + 1 + this.random.nextInt(Math.max(1, members - 1))) % members).memberId();
		if (from == to || this.random.nextInt(4) == 0) {
			if (this.workload.clients().isEmpty()) {
				return;
			}
			int node = this.workload.pick(this.random).node();
			boolean answers = this.random.nextBoolean();
			to = answers ? node : to;
			from = answers ? from : node;
		}
		count(Kind.CLOGGED_LINK);
		this.cluster.log().note("link " + from + " -> " + to + " is clogged");
		this.cluster.packets().clog(from, to, durationNanos());
	}

	private void breakConnection() {
		if (!this.workload.clients().isEmpty()) {
			count(Kind.BROKEN_CONNECTION);
			this.workload.pick(this.random).disconnect(this.random.nextInt(this.cluster.replicas().size()));
		}
	}

	private void crashClient() {
		if (this.workload.crashClient()) {
			count(Kind.CLIENT_CRASH);
		}
	}

	private void setClock() {
		SimulatedReplica replica = pick(this.cluster.present());
		if (replica.loop().isSuspended()) {
			return;
		}
		long nanos = this.random.nextLong(1, this.cluster.options().maxClockSkewNanos() + 2);
		boolean forward = this.random.nextBoolean();
		count(forward ? Kind.CLOCK_STEP_FORWARD : Kind.CLOCK_STEP_BACK);
		this.cluster.log()
			.note("wall clock of member " + replica.memberId() + " is set " + (forward ? "forward" : "back"));
		replica.clock().jumpWallClock(forward ? nanos : -nanos);
	}

	List<SimulatedReplica> up() {
		return this.cluster.replicas().stream().filter(SimulatedReplica::isUp).toList();
	}

	SimulatedReplica pick(List<SimulatedReplica> replicas) {
		return replicas.get(this.random.nextInt(replicas.size()));
	}

	void after(Runnable repair) {
		this.cluster.events().after(durationNanos(), () -> {
			if (this.active) {
				repair.run();
			}
		});
	}

	private long durationNanos() {
		long most = 3 * this.cluster.options().viewChangeTimeoutNanos();
		return this.random.nextLong(1_000_000, this.random.nextBoolean() ? most : most / 6);
	}

	private void repeat(long intervalNanos, Runnable fault) {
		if (intervalNanos > 0) {
			// The strict logarithm is the same on every JDK and processor
			long delay = (long) (-StrictMath.log(1 - this.random.nextDouble()) * intervalNanos);
			this.cluster.events().after(delay, () -> {
				if (this.active) {
					fault.run();
					repeat(intervalNanos, fault);
				}
			});
		}
	}

	/**
	 * Kinds of faults, and of what clients do because of them. The last ones are what
	 * members outside the quorum that is healed suffer from until the end of the run.
	 */
	enum Kind {

		CRASH, KILL, POWER_LOSS, LOST_DISK, CORRUPT_SECTOR, SYNC_ERROR, FULL_DISK, PAUSE, LINK, ONE_WAY_LINK, ISOLATION,
		ONE_WAY_ISOLATION, HALVES, ONE_WAY_HALVES, RANDOM, ONE_WAY_RANDOM, BRIDGE, ONE_WAY_BRIDGE, RING, ONE_WAY_RING,
		CLOGGED_LINK, BROKEN_CONNECTION, CLIENT_ISOLATION, CLIENT_CRASH, CLOCK_STEP_FORWARD, CLOCK_STEP_BACK,
		SESSION_EVICTION, REPEATED_REQUEST, LEFT_CRASHED, LEFT_PAUSED, LEFT_ISOLATED, LEFT_DEAF, LEFT_MUTE,
		LEFT_WITH_ONE_LINK;

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

		private static Kind of(Partition partition) {
			Shape shape = partition.shape();
			return valueOf(partition.isOneWay() ? "ONE_WAY_" + shape.name() : shape.name());
		}

	}

}
