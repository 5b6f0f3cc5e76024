package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import dev.viewstamped.message.Header;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

/**
 * The members of the group, and what connects them.
 */
public final class Cluster {

	private final SimulatorOptions options;

	private final SplittableRandom random;

	private final SimulatedTime time;

	private final SplittableRandom newcomerRandom;

	private final EventQueue events;

	private final EventLog log;

	private final PacketSimulator packets;

	private final ClientLinks links;

	private final StateChecker checker;

	private final List<SimulatedReplica> replicas = new ArrayList<>();

	private final Map<Integer, SimulatedReplica> byId = new TreeMap<>();

	private final List<Newcomer> newcomers = new ArrayList<>();

	private final Map<Long, Long> views = new TreeMap<>();

	private final ActiveGroups groups;

	private final Progress progress = new Progress();

	private final Healed healed = new Healed(this);

	private final Map<Integer, String> addresses = new TreeMap<>();

	private long recoveries;

	private UUID groupId = Header.NO_GROUP;

	private ProcessListener processes = ProcessListener.NONE;

	private int lastNode = 9999;

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
			add(new SimulatedReplica(id, address(id), this, random.split(),
					time.clock(random.nextLong(1L << 40), skew, drift)));
		}
		this.groups = new ActiveGroups(this);
		this.time = time;
		this.newcomerRandom = new SplittableRandom(options.seed() * 43);
	}

	/**
	 * Note that a replica made a step.
	 * @param replica the replica
	 */
	public void stepped(SimulatedReplica replica) {
		ReplicaReport report = replica.known();
		this.views.merge(report.configuration().epoch(), report.view(), Math::max);
		if (report.status() == Status.NORMAL) {
			this.groupId = report.groupId();
		}
		InvariantViolation.check(report.status() != Status.STOPPED || replica.isBroken(), "NOT-STOPPED",
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

	/**
	 * The replica that has an id, whether it is up or not.
	 * @param memberId an id that the group has assigned
	 */
	public SimulatedReplica replica(int memberId) {
		return Objects.requireNonNull(this.byId.get(memberId), () -> "There is no member " + memberId);
	}

	/**
	 * The replica that has an id.
	 * @param memberId an id
	 * @return the replica, {@code null} if its process has not learned its id yet
	 */
	@Nullable SimulatedReplica find(int memberId) {
		return this.byId.get(memberId);
	}

	/**
	 * The replica that is up at an address.
	 * @param address the address
	 * @return the replica, {@code null} if nobody is there
	 */
	@Nullable SimulatedReplica at(String address) {
		for (SimulatedReplica replica : this.replicas) {
			if (replica.isUp() && replica.address().equals(address)) {
				return replica;
			}
		}
		return null;
	}

	/**
	 * The replica of an id that the group has assigned to an address.
	 * @param memberId the id
	 * @param address the address
	 * @return the replica, which is not up
	 */
	SimulatedReplica assigned(int memberId, String address) {
		SimulatedReplica known = find(memberId);
		if (known == null) {
			long skew = this.newcomerRandom.nextLong(this.options.maxClockSkewNanos() + 1);
			known = new SimulatedReplica(memberId, address, this, this.newcomerRandom.split(),
					this.time.clock(this.newcomerRandom.nextLong(1L << 40), skew, 0));
			add(known);
		}
		InvariantViolation.check(known.address().equals(address), "S12-ID-REUSED", "member %d is at %s and at %s",
				memberId, known.address(), address);
		for (SimulatedReplica other : this.replicas) {
			if (other != known && other.address().equals(address)) {
				other.goAway();
			}
		}
		return known;
	}

	private void add(SimulatedReplica replica) {
		this.replicas.add(replica);
		this.byId.put(replica.memberId(), replica);
	}

	/**
	 * A process is started that is to join the group.
	 * @param address where it is
	 */
	Newcomer join(String address) {
		Newcomer newcomer = new Newcomer(address, this, this.newcomerRandom.split());
		this.newcomers.add(newcomer);
		newcomer.start();
		return newcomer;
	}

	/**
	 * A clock that nobody has set.
	 */
	SimulatedTime.Clock newClock() {
		return this.time.clock(this.newcomerRandom.nextLong(1L << 40), 0, 0);
	}

	/**
	 * Processes that are about to join.
	 */
	List<Newcomer> newcomers() {
		return this.newcomers;
	}

	boolean isJoining(String address) {
		return this.newcomers.stream().anyMatch((newcomer) -> newcomer.address().equals(address));
	}

	/**
	 * The number of a new node in the network that is no member.
	 */
	int nextNode() {
		return ++this.lastNode;
	}

	/**
	 * The epochs of the group that members are or were normal in.
	 */
	GroupEpochs epochs() {
		return this.checker.epochs().of(this.groupId);
	}

	/**
	 * The latest epoch that has begun.
	 */
	public long epoch() {
		return epochs().latest();
	}

	/**
	 * The members of the latest epoch; those of the first configuration while there is no
	 * group.
	 */
	List<SimulatedReplica> members() {
		return this.groups.latest();
	}

	/**
	 * The groups of members that may not lose too many.
	 */
	ActiveGroups groups() {
		return this.groups;
	}

	/**
	 * Who is told of processes.
	 */
	void setProcessListener(ProcessListener listener) {
		this.processes = listener;
	}

	ProcessListener processes() {
		return this.processes;
	}

	/**
	 * Whether the group has ever changed, or is asked to.
	 */
	boolean isChanging() {
		return this.epochs().latest() > 0 || this.groups.isRequested();
	}

	public List<SimulatedReplica> replicas() {
		return this.replicas;
	}

	/**
	 * Replicas that are up or may be started again.
	 */
	List<SimulatedReplica> present() {
		return this.replicas.stream().filter((replica) -> !replica.isGone()).toList();
	}

	public List<Integer> others(int memberId) {
		return present().stream()
			.map(SimulatedReplica::memberId)
			.filter((id) -> id != memberId)
			.collect(Collectors.toCollection(ArrayList::new));
	}

	/**
	 * The normal primary of the latest view.
	 * @return the replica, or {@code null} if there is none
	 */
	@Nullable SimulatedReplica primary() {
		SimulatedReplica result = null;
		for (SimulatedReplica replica : this.replicas) {
			if (replica.isUp() && replica.known().role() == Role.PRIMARY
					&& (result == null || View.of(result.known()).isBefore(View.of(replica.known())))) {
				result = replica;
			}
		}
		return result;
	}

	/**
	 * How many members make a quorum of the latest epoch.
	 * @return the number
	 */
	int quorum() {
		return members().size() / 2 + 1;
	}

	/**
	 * Who has to return to order when the faults end.
	 */
	Healed healed() {
		return this.healed;
	}

	public int count(Predicate<SimulatedReplica> predicate) {
		return (int) this.replicas.stream().filter(predicate).count();
	}

	/**
	 * Identities of the groups that members are normal in.
	 * @return the identities
	 */
	public Set<UUID> normalGroups() {
		return this.replicas.stream()
			.filter(SimulatedReplica::isNormal)
			.map((replica) -> replica.known().groupId())
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

	/**
	 * The latest view; of all epochs together, if there are several.
	 */
	public long maxView() {
		return this.views.values().stream().mapToLong(Long::longValue).sum();
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
