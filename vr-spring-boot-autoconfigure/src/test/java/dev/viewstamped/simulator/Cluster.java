package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

/**
 * The members of the group, and what connects them.
 */
public final class Cluster {

	private static final Set<Status> FATAL = Set.of(Status.STOPPED, Status.RETIRED, Status.TRANSITIONING);

	private final SimulatorOptions options;

	private final SplittableRandom random;

	private final EventQueue events;

	private final EventLog log;

	private final PacketSimulator packets;

	private final ClientLinks links;

	private final StateChecker checker;

	private final List<SimulatedReplica> replicas = new ArrayList<>();

	private final Progress progress = new Progress();

	private final Map<Integer, String> addresses = new TreeMap<>();

	private List<SimulatedReplica> core = this.replicas;

	private long recoveries;

	private long maxView;

	Cluster(SimulatorOptions options, SplittableRandom random, SimulatedTime time, EventQueue events, EventLog log,
			StateChecker checker) {
		this.options = options;
		this.random = random;
		this.events = events;
		this.log = log;
		this.checker = checker;
		this.packets = new PacketSimulator(options.packets(), events, random.split(), log);
		this.links = new ClientLinks(this.packets, events);
		for (int id = 0; id < options.replicas(); id++) {
			long skew = random.nextLong(options.maxClockSkewNanos() + 1);
			long drift = random.nextLong(-options.maxDriftPartsPerMillion(), options.maxDriftPartsPerMillion() + 1);
			this.replicas.add(
					new SimulatedReplica(id, this, random.split(), time.clock(random.nextLong(1L << 40), skew, drift)));
		}
	}

	/**
	 * Note that a replica made a step.
	 * @param replica the replica
	 */
	public void stepped(SimulatedReplica replica) {
		ReplicaReport report = replica.report();
		this.maxView = Math.max(this.maxView, report.view());
		InvariantViolation.check(!FATAL.contains(report.status()) || replica.isBroken(), "NOT-STOPPED",
				"member %d is %s: %s", report.memberId(), report.status(), report.condition());
		this.log.mix(report.opNumber() + 31 * report.commitNumber() + 961 * report.view() + report.status().ordinal());
		this.log.step();
	}

	/**
	 * Where a process that starts now is told that a member is.
	 * @param memberId the member
	 * @return its address
	 */
	public String address(int memberId) {
		return this.addresses.getOrDefault(memberId, "member" + memberId + ":8080");
	}

	/**
	 * A member gets another address, of which processes learn when they start.
	 * @param memberId the member
	 * @param address the address
	 */
	public void setAddress(int memberId, String address) {
		this.addresses.put(memberId, address);
	}

	public SimulatedReplica replica(int memberId) {
		return this.replicas.get(memberId);
	}

	public List<SimulatedReplica> replicas() {
		return this.replicas;
	}

	public List<Integer> others(int memberId) {
		return IntStream.range(0, this.replicas.size())
			.filter((id) -> id != memberId)
			.boxed()
			.collect(Collectors.toCollection(ArrayList::new));
	}

	/**
	 * The normal primary of the latest view.
	 * @return the replica, or {@code null} if there is none
	 */
	@Nullable SimulatedReplica primary() {
		SimulatedReplica result = null;
		for (SimulatedReplica replica : this.replicas) {
			if (replica.isUp() && replica.report().role() == Role.PRIMARY
					&& (result == null || replica.report().view() > result.report().view())) {
				result = replica;
			}
		}
		return result;
	}

	/**
	 * Members that count as crashed.
	 * @return their number
	 */
	public int down() {
		return count(SimulatedReplica::isDown);
	}

	/**
	 * How many members may crash at once: the paper's f.
	 * @return the number
	 */
	public int maxDown() {
		return (this.replicas.size() - 1) / 2;
	}

	/**
	 * How many members make a quorum.
	 * @return the number
	 */
	int quorum() {
		return this.replicas.size() / 2 + 1;
	}

	/**
	 * Members that must return to order when the faults end.
	 * @return the members, all unless some are left in a bad state
	 */
	List<SimulatedReplica> core() {
		return this.core;
	}

	void setCore(List<SimulatedReplica> core) {
		this.core = core;
	}

	public int count(Predicate<SimulatedReplica> predicate) {
		return (int) this.replicas.stream().filter(predicate).count();
	}

	/**
	 * The core; but if a member outside it goes on as primary because it reaches a
	 * quorum, a member that it does not reach may legally stay behind.
	 */
	List<SimulatedReplica> boundToConverge() {
		SimulatedReplica primary = primary();
		if (primary == null || this.core.contains(primary)) {
			return this.core;
		}
		List<SimulatedReplica> result = new ArrayList<>(this.core);
		result
			.removeIf((replica) -> primary.isPaused() || this.packets.isBlocked(replica.memberId(), primary.memberId())
					|| this.packets.isBlocked(primary.memberId(), replica.memberId()));
		result.add(primary);
		return result;
	}

	/**
	 * Identities of the groups that members are normal in.
	 * @return the identities
	 */
	public Set<UUID> normalGroups() {
		return this.replicas.stream()
			.filter(SimulatedReplica::isNormal)
			.map((replica) -> replica.report().groupId())
			.collect(Collectors.toSet());
	}

	/**
	 * Counts what members do for a long life.
	 */
	Progress progress() {
		return this.progress;
	}

	public void recovered() {
		this.recoveries++;
	}

	public long recoveries() {
		return this.recoveries;
	}

	public long maxView() {
		return this.maxView;
	}

	public RandomGenerator splitRandom() {
		return this.random.split();
	}

	public SimulatorOptions options() {
		return this.options;
	}

	public EventQueue events() {
		return this.events;
	}

	public EventLog log() {
		return this.log;
	}

	public PacketSimulator packets() {
		return this.packets;
	}

	public ClientLinks links() {
		return this.links;
	}

	public StateChecker checker() {
		return this.checker;
	}

}
