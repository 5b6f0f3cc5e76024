package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import dev.viewstamped.simulator.PacketCounts.Fate;

import org.jspecify.annotations.Nullable;

/**
 * A network of directed links that lose, delay, repeat and reorder packets, hold a
 * bounded number of them, and may be clogged, or cut one way or both ways. Nodes are
 * numbers.
 */
public final class PacketSimulator {

	private static final long PARKED_NANOS = 500_000_000L;

	private static final long CLOG_CHECK_NANOS = 10_000_000L;

	private final EventQueue events;

	private final RandomGenerator random;

	private final EventLog log;

	private final Map<Long, Link> links = new HashMap<>();

	private final PacketCounts counts = new PacketCounts();

	private final List<Packet> held = new ArrayList<>();

	private PacketOptions options;

	private @Nullable Filter filter;

	PacketSimulator(PacketOptions options, EventQueue events, RandomGenerator random, EventLog log) {
		this.options = options;
		this.events = events;
		this.random = random;
		this.log = log;
	}

	void setOptions(PacketOptions options) {
		this.options = options;
	}

	/**
	 * Put a packet on its link.
	 * @param packet the packet
	 */
	void send(Packet packet) {
		this.counts.count(Fate.SENT, packet);
		Verdict verdict = (this.filter != null) ? this.filter.judge(packet) : Verdict.PASS;
		if (verdict == Verdict.HOLD) {
			this.log.packet("hold", packet);
			this.held.add(packet);
			return;
		}
		if (verdict == Verdict.COPY) {
			this.held.add(packet);
		}
		if (verdict == Verdict.DROP || this.random.nextDouble() < this.options.lossProbability()) {
			this.counts.count(Fate.LOST, packet);
			this.log.packet("lose", packet);
			return;
		}
		Link link = link(packet);
		long position = ++link.lastSent;
		enqueue(packet, link, position);
		if (packet.repeatable() && this.random.nextDouble() < this.options.duplicateProbability()) {
			this.counts.count(Fate.DUPLICATED, packet);
			enqueue(packet, link, position);
		}
	}

	/**
	 * Cut a directed link. What is on it is lost, or arrives long after.
	 * @param from its beginning
	 * @param to its end
	 */
	void block(int from, int to) {
		link(from, to).blocked = true;
	}

	boolean isBlocked(int from, int to) {
		return link(from, to).blocked;
	}

	/**
	 * A directed link delivers nothing for a while, then all at once.
	 * @param from its beginning
	 * @param to its end
	 * @param nanos how long
	 */
	void clog(int from, int to, long nanos) {
		Link link = link(from, to);
		link.cloggedUntilNanos = Math.max(link.cloggedUntilNanos, this.events.nowNanos() + nanos);
	}

	/**
	 * Cut two sets of nodes from each other.
	 * @param some nodes
	 * @param others other nodes
	 * @param direction which direction is cut
	 */
	void partition(Collection<Integer> some, Collection<Integer> others, Direction direction) {
		for (int one : some) {
			for (int other : others) {
				if (direction != Direction.TO_SOME) {
					block(one, other);
				}
				if (direction != Direction.FROM_SOME) {
					block(other, one);
				}
			}
		}
	}

	/**
	 * Cut the links of a partition.
	 * @param partition the partition
	 * @param members the members that it parts
	 */
	void cut(Partition partition, List<Integer> members) {
		for (int from = 0; from < members.size(); from++) {
			for (int to = 0; to < members.size(); to++) {
				if (partition.cuts(from, to)) {
					block(members.get(from), members.get(to));
				}
			}
		}
	}

	/**
	 * Join the links that were cut. Packets held by the filter stay held.
	 */
	void heal() {
		this.links.values().forEach((link) -> link.blocked = false);
	}

	/**
	 * Let the clogged links deliver what they hold.
	 */
	void unclog() {
		this.links.values().forEach((link) -> link.cloggedUntilNanos = 0);
	}

	/**
	 * Let a script decide about each packet that is sent from now on.
	 * @param filter the script's decision, or {@code null} for none
	 */
	void setFilter(@Nullable Filter filter) {
		this.filter = filter;
	}

	/**
	 * Packets that the filter holds, oldest first.
	 * @return a copy
	 */
	List<Packet> held() {
		return List.copyOf(this.held);
	}

	/**
	 * Send packets that were held on their way.
	 * @param which which of them
	 */
	void release(Predicate<Packet> which) {
		List<Packet> packets = this.held.stream().filter(which).toList();
		this.held.removeAll(packets);
		packets.forEach((packet) -> {
			Link link = link(packet);
			enqueue(packet, link, ++link.lastSent);
		});
	}

	private void enqueue(Packet packet, Link link, long position) {
		if (link.packets >= this.options.linkCapacity()) {
			this.counts.count(Fate.OVERFLOWN, packet);
			this.log.packet("overflow", packet);
			return;
		}
		link.packets++;
		this.events.after(delayNanos(packet), () -> arrive(packet, link, position));
	}

	private void arrive(Packet packet, Link link, long position) {
		if (link.cloggedUntilNanos > this.events.nowNanos()) {
			this.counts.count(Fate.CLOGGED, packet);
			link.clogged.add(() -> arrive(packet, link, position));
			if (link.clogged.size() == 1) {
				awaitUnclogging(link);
			}
			return;
		}
		if (link.blocked) {
			if (this.random.nextDouble() < this.options.parkProbability()) {
				this.counts.count(Fate.DELAYED, packet);
				this.events.after(this.random.nextLong(PARKED_NANOS), () -> arrive(packet, link, position));
				return;
			}
			link.packets--;
			this.counts.count(Fate.CUT, packet);
			this.log.packet("cut", packet);
			return;
		}
		link.packets--;
		if (position < link.lastArrived) {
			this.counts.count(Fate.REORDERED, packet);
		}
		link.lastArrived = Math.max(link.lastArrived, position);
		this.log.packet("deliver", packet);
		packet.receiver().accept(packet.message());
	}

	private void awaitUnclogging(Link link) {
		long nanos = Math.min(CLOG_CHECK_NANOS, link.cloggedUntilNanos - this.events.nowNanos());
		this.events.after(nanos, () -> {
			if (link.cloggedUntilNanos > this.events.nowNanos()) {
				awaitUnclogging(link);
				return;
			}
			List<Runnable> arrivals = List.copyOf(link.clogged);
			link.clogged.clear();
			arrivals.forEach(Runnable::run);
		});
	}

	private long delayNanos(Packet packet) {
		// The strict logarithm is the same on every JDK and processor
		double exponential = -StrictMath.log(1 - this.random.nextDouble()) * this.options.meanDelayNanos();
		long delay = this.options.minDelayNanos() + (long) exponential;
		if (this.random.nextDouble() < this.options.spikeProbability()) {
			this.counts.count(Fate.DELAYED, packet);
			delay += this.random.nextLong(this.options.maxSpikeNanos());
		}
		return delay;
	}

	private Link link(Packet packet) {
		return link(packet.from(), packet.to());
	}

	private Link link(int from, int to) {
		Long key = ((long) from << 32) | to;
		Link link = this.links.get(key);
		if (link == null) {
			link = new Link();
			this.links.put(key, link);
		}
		return link;
	}

	PacketCounts counts() {
		return this.counts;
	}

	private static final class Link {

		private int packets;

		private long lastSent;

		private long lastArrived;

		private boolean blocked;

		private long cloggedUntilNanos;

		private final List<Runnable> clogged = new ArrayList<>();

	}

	/**
	 * What a script does with a packet. A copy arrives now, and again when it is
	 * released.
	 */
	public enum Verdict {

		PASS, DROP, HOLD, COPY

	}

	/**
	 * Which direction of a partition is cut, seen from the first set of nodes.
	 */
	public enum Direction {

		BOTH, FROM_SOME, TO_SOME

	}

	/**
	 * A script's decision about packets.
	 */
	interface Filter {

		Verdict judge(Packet packet);

	}

}
