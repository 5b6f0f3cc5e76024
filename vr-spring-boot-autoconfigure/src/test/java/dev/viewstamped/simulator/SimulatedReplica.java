package dev.viewstamped.simulator;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

/**
 * A member of the group: one process after the other, each with a replica that starts
 * without state.
 */
public final class SimulatedReplica {

	private final int memberId;

	private final Cluster cluster;

	private final RandomGenerator random;

	private final SimulatedTime.Clock clock;

	private final @Nullable SimulatedMachine machine;

	private final SimulatedLoop loop;

	private final Place place;

	private final Observation observation;

	private final Memory memory;

	private final RandomGenerator backgroundRandom;

	private @Nullable Replica replica;

	private RecordingStateMachine stateMachine = new RecordingStateMachine();

	private @Nullable SimulatedClient localClient;

	private int life;

	private boolean broken;

	private boolean gone;

	private SimulatedNetwork network;

	SimulatedReplica(int memberId, String address, Cluster cluster, RandomGenerator random, SimulatedTime.Clock clock) {
		this.memberId = memberId;
		this.network = new SimulatedNetwork(memberId, cluster);
		this.cluster = cluster;
		this.random = random;
		this.clock = clock;
		this.place = new Place(this, address, cluster);
		this.observation = new Observation(this, this.place, cluster);
		this.loop = new SimulatedLoop(this, cluster, random, clock, this.observation::stepped);
		this.backgroundRandom = new SplittableRandom(cluster.options().seed() * 37 + memberId);
		this.machine = cluster.options().isDurable() ? new SimulatedMachine(memberId, cluster) : null;
		this.memory = new Memory(this, cluster, this.machine);
	}

	/**
	 * Start a process: with the first configuration, or where the group was when an
	 * earlier one began.
	 */
	public void start() {
		begin(this.place.options(newBoot()));
		this.memory.setNeedsRecovery(this.life > 1);
	}

	/**
	 * Start a process, or another life in the same process, as a member or standby of a
	 * group that was located.
	 * @param found where the group is
	 * @param boot identity of the process
	 */
	void startIn(GroupLocation found, UUID boot) {
		if (this.machine != null) {
			this.machine.startOver();
		}
		begin(this.place.options(found, boot));
		this.memory.setNeedsRecovery(found.membership().configuration().contains(this.memberId));
	}

	/**
	 * This life ends by itself, and the process, too.
	 */
	void leave() {
		end("ends its life");
		this.cluster.processes().crashed(this);
		if (this.machine != null) {
			this.machine.processDies();
		}
	}

	UUID newBoot() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	private void begin(ReplicaOptions options) {
		this.life++;
		this.memory.begin();
		this.broken = false;
		this.loop.begin();
		this.observation.begin();
		this.stateMachine = new RecordingStateMachine(this.cluster.options().ballast(),
				this.cluster.options().leases());
		this.network = new SimulatedNetwork(this.memberId, this.cluster);
		this.network.exchangeWith(options.configuration().members());
		ProcessThreads threads = new ProcessThreads(this, this.cluster, this.backgroundRandom);
		Replica started = new Replica(options, this.network, this.clock, this.cluster.splitRandom(), this.stateMachine,
				threads.background(),
				threads.storage(this.machine, this.stateMachine.checkpointCodec(),
						(sequence) -> replica().onStored(sequence),
						(message) -> replica().stop(new Condition(Condition.STORAGE_ERROR, message))));
		this.replica = started;
		this.cluster.log().note("member " + this.memberId + " starts life " + this.life);
		this.cluster.checker().started(this.memberId, this.life, Inside.of(started));
		this.loop.run(started::start);
	}

	/**
	 * The replica is switched off for good: nobody starts it again.
	 */
	void goAway() {
		if (isUp()) {
			kill();
			this.cluster.processes().crashed(this);
		}
		setGone();
	}

	/**
	 * Nobody starts it again.
	 */
	void setGone() {
		this.gone = true;
	}

	boolean isGone() {
		return this.gone;
	}

	/**
	 * Whether its process was told where the group is, and not only of the founders.
	 */
	boolean isLocated() {
		return this.place.isLocated();
	}

	/**
	 * Whether it was a member of the first configuration.
	 */
	boolean isFounder() {
		return this.place.isFounder();
	}

	/**
	 * Where others reach it.
	 */
	String address() {
		return this.place.address();
	}

	/**
	 * Whether it exchanges messages with another replica.
	 * @param other the other one
	 */
	boolean exchangesWith(int other) {
		return this.network.exchanges(other);
	}

	/**
	 * Another replica has made a link that this one did not expect.
	 * @param other the other one
	 */
	void onStranger(int other) {
		this.loop.input(() -> replica().onStranger(other));
	}

	/**
	 * The primary is to give away its role.
	 */
	void handOver() {
		this.loop.input(() -> replica().handOver());
	}

	/**
	 * Processes of this member that start from now on do not form a group.
	 */
	public void forbidForming() {
		this.place.forbidForming();
	}

	/**
	 * The machine stops, and with it the process and all that it knew. The disk keeps
	 * what was synchronized; the next process finds it, unless the disk is lost.
	 */
	public void crash() {
		end("crashes");
		if (this.machine != null) {
			this.machine.stops();
		}
	}

	/**
	 * The process dies, and its machine does not: what was written stays.
	 */
	public void kill() {
		end("is killed");
		if (this.machine != null) {
			this.machine.processDies();
		}
	}

	private void end(String how) {
		this.cluster.log().note("member " + this.memberId + " " + how);
		this.replica = null;
		this.loop.end();
		this.cluster.checker().crashed(this.memberId);
		this.cluster.links().closeAll(this);
	}

	/**
	 * The process stops without noticing. Its clocks go on.
	 */
	public void pause() {
		this.loop.pause();
	}

	/**
	 * The machine stops, and goes on later without having noticed: its monotonic clock
	 * stands still.
	 */
	public void suspend() {
		this.loop.suspend();
	}

	/**
	 * The process goes on. After a long pause it drops what waited for it.
	 */
	public void resume() {
		this.loop.resume();
	}

	/**
	 * The service of this process throws at each command from now on.
	 */
	public void breakService() {
		this.broken = true;
		this.stateMachine.breakDown();
	}

	public void onMessage(PeerMessage message) {
		if (this.network.exchanges(message.header().from())) {
			this.loop.input(
					() -> this.cluster.checker().deliver(this.memberId, message, () -> replica().onMessage(message)));
		}
	}

	public void onClientMessage(long origin, ClientMessage message) {
		this.loop.input(() -> replica().onClientMessage(origin, message));
	}

	public void onPeerGone(int member) {
		this.loop.input(() -> replica().onPeerGone(member));
	}

	public void onClientClosed(long origin) {
		this.loop.input(() -> replica().onClientClosed(origin));
	}

	/**
	 * An answer for the client in this process.
	 * @param message the answer
	 */
	public void onReply(ClientMessage message) {
		int current = this.life;
		this.loop.input(() -> {
			if (this.localClient != null && this.life == current) {
				this.localClient.onMessage(this, message);
			}
		});
	}

	public int memberId() {
		return this.memberId;
	}

	/**
	 * Which process this is.
	 * @return 1 for the first one
	 */
	public int life() {
		return this.life;
	}

	public boolean isUp() {
		return this.replica != null;
	}

	public boolean isPaused() {
		return this.loop.isPaused();
	}

	/**
	 * The event loop of its processes.
	 */
	SimulatedLoop loop() {
		return this.loop;
	}

	/**
	 * What it remembers for the group.
	 */
	Memory memory() {
		return this.memory;
	}

	/**
	 * Whether the service of this process throws, so that its replica has to stop.
	 * @return {@code true} if it does
	 */
	public boolean isBroken() {
		return this.broken || (this.machine != null && this.machine.isFailing());
	}

	/**
	 * Whether the replica has stopped for good.
	 */
	boolean isStopped() {
		return isUp() && known().status() == Status.STOPPED;
	}

	public boolean isNormal() {
		return isUp() && known().status() == Status.NORMAL;
	}

	public boolean isNormalIn(long view) {
		return isNormal() && known().view() == view;
	}

	public ReplicaReport report() {
		return this.observation.report();
	}

	/**
	 * The same without an age or anything else that only time changes: what was last
	 * reported of these.
	 */
	ReplicaReport known() {
		return this.observation.known();
	}

	public RecordingStateMachine stateMachine() {
		return this.stateMachine;
	}

	public SimulatedTime.Clock clock() {
		return this.clock;
	}

	/**
	 * The machine, in durable mode.
	 * @return the machine
	 */
	SimulatedMachine machine() {
		return Objects.requireNonNull(this.machine, "There are no disks in memory mode");
	}

	@Nullable SimulatedClient localClient() {
		return this.localClient;
	}

	public void setLocalClient(@Nullable SimulatedClient localClient) {
		this.localClient = localClient;
	}

	Replica replica() {
		Replica current = this.replica;
		if (current == null) {
			throw new IllegalStateException("Member " + this.memberId + " is not up");
		}
		return current;
	}

}
