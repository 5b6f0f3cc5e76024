package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import dev.viewstamped.simulator.PacketSimulator.Direction;

/**
 * Crashes, restarts, pauses, partitions, broken connections and jumping clocks, at random
 * times; never more crashes at once than the group has to survive.
 */
final class FaultInjector {

	private final Cluster cluster;

	private final Workload workload;

	private final SplittableRandom random;

	private final SortedMap<Kind, Long> counts = new TreeMap<>();

	private boolean active;

	FaultInjector(Cluster cluster, Workload workload, SplittableRandom random) {
		this.cluster = cluster;
		this.workload = workload;
		this.random = random;
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
		repeat(5 * options.pauseIntervalNanos(), this::jumpClock);
	}

	/**
	 * End: repair the network, restart and continue everyone.
	 */
	void stop() {
		this.active = false;
		this.cluster.log().note("all faults end");
		this.cluster.packets().setOptions(PacketOptions.reliable());
		this.cluster.packets().heal();
		for (SimulatedReplica replica : this.cluster.replicas()) {
			if (!replica.isUp()) {
				restart(replica);
			}
			else if (replica.isPaused()) {
				replica.resume();
			}
		}
	}

	void crash(SimulatedReplica replica) {
		count(Kind.CRASH);
		replica.crash();
		this.workload.crashed(replica);
	}

	void restart(SimulatedReplica replica) {
		replica.start();
		this.workload.started(replica);
	}

	long count(Kind kind, long change) {
		return this.counts.merge(kind, change, Long::sum);
	}

	SortedMap<Kind, Long> counts() {
		return new TreeMap<>(this.counts);
	}

	private void crash() {
		List<SimulatedReplica> up = up();
		if (this.cluster.down() >= this.cluster.maxDown() || up.isEmpty()) {
			return;
		}
		SimulatedReplica primary = this.cluster.primary();
		SimulatedReplica victim = (primary != null && this.random.nextInt(3) == 0) ? primary : pick(up);
		if (victim.isDown()) {
			return;
		}
		crash(victim);
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
		victim.pause();
		after(() -> {
			if (victim.life() == life && victim.isPaused()) {
				victim.resume();
			}
		});
	}

	private void partition() {
		List<Integer> some = new ArrayList<>();
		List<Integer> others = new ArrayList<>();
		int one = this.random.nextInt(this.cluster.replicas().size());
		int kind = this.random.nextInt(4);
		if (kind == 0) {
			some.add(one);
			others.add((one + 1) % this.cluster.replicas().size());
		}
		else if (kind < 3) {
			some.add(one);
			others.addAll(this.cluster.others(one));
		}
		else {
			this.cluster.replicas()
				.forEach((replica) -> (this.random.nextBoolean() ? some : others).add(replica.memberId()));
		}
		for (SimulatedClient client : this.workload.clients()) {
			(this.random.nextBoolean() ? some : others).add(client.node());
		}
		Direction direction = Direction.values()[this.random.nextInt(Direction.values().length)];
		count((direction == Direction.BOTH) ? Kind.PARTITION : Kind.ONE_WAY_PARTITION);
		this.cluster.log().note("partition " + some + " " + direction + " " + others);
		this.cluster.packets().partition(some, others, direction);
		after(() -> {
			this.cluster.log().note("partition heals");
			this.cluster.packets().heal();
		});
	}

	private void breakConnection() {
		List<SimulatedClient> clients = this.workload.clients();
		if (!clients.isEmpty()) {
			count(Kind.BROKEN_CONNECTION);
			clients.get(this.random.nextInt(clients.size()))
				.disconnect(this.random.nextInt(this.cluster.replicas().size()));
		}
	}

	private void jumpClock() {
		count(Kind.CLOCK_JUMP);
		long most = 2 * this.cluster.options().maxClockSkewNanos() + 2;
		pick(this.cluster.replicas()).clock().jumpWallClock(this.random.nextLong(-most / 2, most / 2));
	}

	private List<SimulatedReplica> up() {
		return this.cluster.replicas().stream().filter(SimulatedReplica::isUp).toList();
	}

	private SimulatedReplica pick(List<SimulatedReplica> replicas) {
		return replicas.get(this.random.nextInt(replicas.size()));
	}

	private void count(Kind kind) {
		count(kind, 1);
	}

	private void after(Runnable repair) {
		long most = 3 * this.cluster.options().viewChangeTimeoutNanos();
		long delay = this.random.nextLong(1_000_000, this.random.nextBoolean() ? most : most / 6);
		this.cluster.events().after(delay, () -> {
			if (this.active) {
				repair.run();
			}
		});
	}

	private void repeat(long intervalNanos, Runnable fault) {
		if (intervalNanos > 0) {
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
	 * Kinds of faults.
	 */
	enum Kind {

		CRASH, PAUSE, PARTITION, ONE_WAY_PARTITION, BROKEN_CONNECTION, CLOCK_JUMP;

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}
