package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.client.Joiner;
import dev.viewstamped.client.Joiner.Joined;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
import dev.viewstamped.simulator.ClientLinks.LinkEnd;

import org.jspecify.annotations.Nullable;

/**
 * A process that was told addresses of a group and is no replica of it yet: it finds the
 * group and its place there, or asks for one. Plays what the runtime does around
 * {@link Joiner}.
 */
final class Newcomer implements LinkEnd, ClientNetwork {

	private static final long TICK_NANOS = 20_000_000;

	private static final int MAX_TOLD = 3;

	private final String address;

	private final Cluster cluster;

	private final SplittableRandom random;

	private final int node;

	private UUID boot = new UUID(0, 0);

	private @Nullable Joiner joiner;

	private @Nullable Targets targets;

	private int life;

	Newcomer(String address, Cluster cluster, SplittableRandom random) {
		this.address = address;
		this.cluster = cluster;
		this.random = random;
		this.node = cluster.nextNode();
	}

	/**
	 * Start a process. It is told where members are, and where some others are or were.
	 */
	void start() {
		this.life++;
		this.boot = new UUID(this.random.nextLong(), this.random.nextLong());
		List<SimulatedReplica> some = new ArrayList<>(this.cluster.present());
		while (some.size() > MAX_TOLD) {
			some.remove(this.random.nextInt(some.size()));
		}
		some.addAll(this.cluster.members());
		Set<String> told = new TreeSet<>(some.stream().map(SimulatedReplica::address).toList());
		told.remove(this.address);
		this.targets = new Targets(this.cluster, this, List.copyOf(told));
		this.joiner = new Joiner(this, this.cluster.newClock(), this.random.split(), this.address, this.boot);
		this.cluster.log().note("a process at " + this.address + " begins to join");
		tick(this.life);
	}

	/**
	 * The process dies.
	 */
	void crash() {
		this.cluster.log().note("the process at " + this.address + " that is to join crashes");
		end();
	}

	private void end() {
		known().disconnect();
		this.joiner = null;
	}

	boolean isUp() {
		return this.joiner != null;
	}

	String address() {
		return this.address;
	}

	@Override
	public int node() {
		return this.node;
	}

	@Override
	public void onMessage(SimulatedReplica replica, ClientMessage message) {
		Joiner current = this.joiner;
		int target = known().indexOf(replica);
		if (current != null && target >= 0) {
			current.onMessage(target, message);
			considerEnd(current);
		}
	}

	@Override
	public int targets() {
		return known().count();
	}

	@Override
	public boolean isConnected(int target) {
		return known().isConnected(target);
	}

	@Override
	public int memberId(int target) {
		return known().memberId(target);
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		known().send(target, message);
		return true;
	}

	@Override
	public void follow(List<Member> members) {
		known().follow(members.stream().filter((member) -> !member.address().equals(this.address)).toList());
	}

	private Targets known() {
		return Objects.requireNonNull(this.targets, "The process was never started");
	}

	private void considerEnd(Joiner current) {
		Joined joined = current.joined();
		if (joined == null) {
			return;
		}
		end();
		this.cluster.newcomers().remove(this);
		SimulatedReplica replica = this.cluster.assigned(joined.memberId(), this.address);
		this.cluster.progress().count(Progress.Kind.JOINED, 1);
		replica.startIn(joined.location(), this.boot);
		this.cluster.processes().started(replica);
	}

	private void tick(int ticked) {
		Joiner current = this.joiner;
		if (current == null || this.life != ticked) {
			return;
		}
		if (this.random.nextInt(4) == 0) {
			known().connect();
		}
		current.tick();
		considerEnd(current);
		this.cluster.events().after(TICK_NANOS, () -> tick(ticked));
	}

}
