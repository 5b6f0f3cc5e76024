package dev.viewstamped.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

/**
 * A member of the group: one process after the other, each with a replica that starts
 * without state. Plays the event loop.
 */
public final class SimulatedReplica {

	private static final long TICK_NANOS = 5_000_000;

	private static final long MAX_FLUSH_DELAY_NANOS = 100_000;

	private final int memberId;

	private final String address;

	private final Cluster cluster;

	private final RandomGenerator random;

	private final SimulatedTime.Clock clock;

	private final @Nullable SimulatedMachine machine;

	private final Waiting waiting = new Waiting();

	private final RandomGenerator backgroundRandom;

	private @Nullable Replica replica;

	private RecordingStateMachine stateMachine = new RecordingStateMachine();

	private @Nullable ReplicaReport lastReport;

	private @Nullable SimulatedClient localClient;

	private int life;

	private int restored;

	private boolean normalOnce;

	private boolean broken;

	private boolean mayForm = true;

	private boolean paused;

	private long pausedAtNanos;

	private boolean suspended;

	private boolean flushScheduled;

	private boolean needsRecovery;

	private boolean gone;

	private @Nullable GroupLocation location;

	private SimulatedNetwork network;

	SimulatedReplica(int memberId, String address, Cluster cluster, RandomGenerator random, SimulatedTime.Clock clock) {
		this.memberId = memberId;
		this.address = address;
		this.network = new SimulatedNetwork(memberId, cluster);
		this.cluster = cluster;
		this.random = random;
		this.clock = clock;
		this.backgroundRandom = new SplittableRandom(cluster.options().seed() * 37 + memberId);
		this.machine = cluster.options().isDurable() ? new SimulatedMachine(memberId, cluster) : null;
	}

	/**
	 * Start a process: with the first configuration, or where the group was when an
	 * earlier one began.
	 */
	public void start() {
		UUID boot = newBoot();
		GroupLocation known = isFounder() ? null : this.location;
		this.location = known;
		ReplicaOptions first = this.cluster.options()
			.replicaOptions(isFounder() ? this.memberId : 0, boot, this.cluster::address, this.mayForm);
		begin((known != null) ? first.inGroup(known, this.memberId, boot) : first);
		this.needsRecovery = this.life > 1;
	}

	/**
	 * Start a process, or another life in the same process, as a member or standby of a
	 * group that was located.
	 * @param found where the group is
	 * @param boot identity of the process
	 */
	void startIn(GroupLocation found, UUID boot) {
		this.location = found;
		if (this.machine != null) {
			this.machine.startOver();
		}
		begin(this.cluster.options()
			.replicaOptions(0, boot, this.cluster::address, false)
			.inGroup(found, this.memberId, boot));
		this.needsRecovery = found.membership().configuration().contains(this.memberId);
	}

	private UUID newBoot() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	private void begin(ReplicaOptions options) {
		this.life++;
		this.normalOnce = false;
		this.restored = 0;
		this.broken = false;
		this.paused = false;
		this.flushScheduled = false;
		this.waiting.clear();
		this.lastReport = null;
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
		step(started::start);
		scheduleTick(this.life);
	}

	/**
	 * The group has gone where this life has no place: end it, and begin another one if
	 * the group knows this address.
	 */
	private void relocate(GroupLocation found) {
		this.cluster.log().note("member " + this.memberId + " finds the group in epoch " + found.membership().epoch());
		this.cluster.progress().count(Progress.Kind.RELOCATED, 1);
		end("ends its life");
		this.cluster.processes().crashed(this);
		int id = idAt(found.membership());
		if (id == this.memberId) {
			if (this.machine != null) {
				this.machine.processDies();
			}
			startIn(found, newBoot());
			this.cluster.processes().started(this);
			return;
		}
		if (this.machine != null) {
			this.machine.processDies();
		}
		this.gone = true;
		if (id >= 0 || !isFounder()) {
			this.cluster.join(this.address);
		}
	}

	private int idAt(Membership membership) {
		for (Member member : membership.configuration().members()) {
			if (member.address().equals(this.address)) {
				return member.memberId();
			}
		}
		return -1;
	}

	/**
	 * The replica is switched off for good: nobody starts it again.
	 */
	void goAway() {
		if (isUp()) {
			kill();
			this.cluster.processes().crashed(this);
		}
		this.gone = true;
	}

	boolean isGone() {
		return this.gone;
	}

	/**
	 * Whether its process was told where the group is, and not only of the founders.
	 */
	boolean isLocated() {
		return this.location != null;
	}

	/**
	 * Whether it was a member of the first configuration.
	 */
	boolean isFounder() {
		return this.memberId < this.cluster.options().replicas();
	}

	/**
	 * Where others reach it.
	 */
	String address() {
		return isFounder() ? this.cluster.address(this.memberId) : this.address;
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
		input(() -> replica().onStranger(other));
	}

	/**
	 * The primary is to give away its role.
	 */
	void handOver() {
		input(() -> replica().handOver());
	}

	/**
	 * Processes of this member that start from now on do not form a group.
	 */
	public void forbidForming() {
		this.mayForm = false;
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
		this.paused = false;
		this.suspended = false;
		this.clock.resume();
		this.waiting.clear();
		this.cluster.checker().crashed(this.memberId);
		this.cluster.links().closeAll(this);
	}

	/**
	 * The process stops without noticing. Its clocks go on.
	 */
	public void pause() {
		this.cluster.log().note("member " + this.memberId + " pauses");
		this.paused = true;
		this.pausedAtNanos = this.cluster.events().nowNanos();
	}

	/**
	 * The machine stops, and goes on later without having noticed: its monotonic clock
	 * stands still.
	 */
	public void suspend() {
		pause();
		this.suspended = true;
		this.clock.suspend();
	}

	boolean isSuspended() {
		return this.suspended;
	}

	/**
	 * The process goes on. After a long pause it drops what waited for it.
	 */
	public void resume() {
		long gapNanos = this.cluster.events().nowNanos() - this.pausedAtNanos;
		this.cluster.log().note("member " + this.memberId + " goes on after " + gapNanos / 1_000_000 + " ms");
		this.paused = false;
		boolean noticed = !this.suspended;
		this.suspended = false;
		this.clock.resume();
		if (noticed && gapNanos > this.cluster.options().viewChangeTimeoutNanos()) {
			this.waiting.dropMessages();
			this.cluster.links().closeAll(this);
			step(() -> replica().onGap());
		}
		this.waiting.run(this::isUp);
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
			input(() -> this.cluster.checker().deliver(this.memberId, message, () -> replica().onMessage(message)));
		}
	}

	public void onClientMessage(long origin, ClientMessage message) {
		input(() -> replica().onClientMessage(origin, message));
	}

	public void onPeerGone(int member) {
		input(() -> replica().onPeerGone(member));
	}

	public void onClientClosed(long origin) {
		input(() -> replica().onClientClosed(origin));
	}

	/**
	 * An answer for the client in this process.
	 * @param message the answer
	 */
	public void onReply(ClientMessage message) {
		int current = this.life;
		input(() -> {
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
		return this.paused && isUp();
	}

	/**
	 * Whether the group has to do without what this member had: it has lost it, and not
	 * recovered.
	 */
	public boolean isDown() {
		if (this.machine != null) {
			return !this.machine.hasState() && (this.life > 1 || !isUp());
		}
		return !isUp() || (this.needsRecovery && !this.normalOnce) || isUnlisted();
	}

	/** Whether the latest epoch began with another life of it. */
	private boolean isUnlisted() {
		GroupEpochs epochs = this.cluster.epochs();
		Long listed = epochs.listedIncarnation(epochs.latest(), this.memberId);
		Inside inside = this.cluster.checker().inside(this.memberId);
		return listed != null && !this.normalOnce && inside != null && inside.incarnation() != listed;
	}

	/**
	 * Whether a crash takes nothing from the member but time.
	 * @return {@code true} if its disk has its state
	 */
	public boolean isOnDisk() {
		return this.machine != null && this.machine.hasState();
	}

	/**
	 * Whether the service of this process throws, so that its replica has to stop.
	 * @return {@code true} if it does
	 */
	public boolean isBroken() {
		return this.broken || (this.machine != null && this.machine.isFailing());
	}

	/**
	 * Whether the disk of this process has been made to fail, which it may not have
	 * noticed yet.
	 */
	boolean hasFailingDisk() {
		return this.machine != null && this.machine.isFailing();
	}

	/**
	 * Whether the group can count on what this process remembers.
	 * @return {@code true} if it has been normal
	 */
	boolean hasMemory() {
		return (this.machine != null) ? this.machine.hasState()
				: isUp() && (this.normalOnce || (!isFounder() && !isDown()));
	}

	/**
	 * Whether the replica has stopped for good.
	 */
	boolean isStopped() {
		return isUp() && report().status() == Status.STOPPED;
	}

	public boolean isNormal() {
		return isUp() && report().status() == Status.NORMAL;
	}

	public boolean isNormalIn(long view) {
		return isNormal() && report().view() == view;
	}

	public ReplicaReport report() {
		ReplicaReport report = this.lastReport;
		if (report == null) {
			throw new IllegalStateException("Member " + this.memberId + " is not up");
		}
		return report;
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
		SimulatedMachine current = this.machine;
		if (current == null) {
			throw new IllegalStateException("There are no disks in memory mode");
		}
		return current;
	}

	@Nullable SimulatedClient localClient() {
		return this.localClient;
	}

	public void setLocalClient(@Nullable SimulatedClient localClient) {
		this.localClient = localClient;
	}

	/**
	 * What the process has had done comes back. Unlike a message it is never dropped.
	 */
	void result(Runnable action) {
		later(() -> step(action));
	}

	/**
	 * Threads of the process do something when it is not paused.
	 */
	void later(Runnable action) {
		if (isPaused()) {
			this.waiting.addResult(action);
		}
		else if (isUp()) {
			action.run();
		}
	}

	private Replica replica() {
		Replica current = this.replica;
		if (current == null) {
			throw new IllegalStateException("Member " + this.memberId + " is not up");
		}
		return current;
	}

	private void input(Runnable action) {
		if (this.replica == null) {
			return;
		}
		if (!this.paused) {
			step(action);
		}
		else {
			this.waiting.addMessage(() -> step(action));
		}
	}

	private void step(Runnable action) {
		action.run();
		check();
		scheduleFlush(this.random.nextLong(MAX_FLUSH_DELAY_NANOS));
	}

	private void scheduleFlush(long delayNanos) {
		if (this.flushScheduled) {
			return;
		}
		this.flushScheduled = true;
		int flushedLife = this.life;
		this.cluster.events().after(delayNanos, () -> {
			if (this.replica == null || this.life != flushedLife) {
				return;
			}
			this.flushScheduled = false;
			if (!this.paused && replica().flush()) {
				scheduleFlush(0);
			}
			check();
		});
	}

	private void scheduleTick(int tickedLife) {
		this.cluster.events().after(TICK_NANOS, () -> {
			if (this.replica == null || this.life != tickedLife) {
				return;
			}
			if (!this.paused) {
				step(replica()::tick);
			}
			scheduleTick(tickedLife);
		});
	}

	private void check() {
		ReplicaReport report = replica().report();
		this.cluster.log().noteChange(this.lastReport, report);
		int restored = this.stateMachine.executed().restored().count();
		this.cluster.progress().stepped(this.lastReport, report, restored - this.restored);
		this.restored = restored;
		this.lastReport = report;
		if (report.status() == Status.NORMAL && !this.normalOnce) {
			this.normalOnce = true;
			if (this.life > 1) {
				this.cluster.recovered();
			}
		}
		this.cluster.checker().observe(this.memberId, this.life, report, this.stateMachine.executed());
		this.cluster.stepped(this);
		GroupLocation elsewhere = replica().relocation();
		if (elsewhere != null) {
			int ended = this.life;
			this.cluster.events().after(0, () -> {
				if (isUp() && this.life == ended) {
					relocate(elsewhere);
				}
			});
		}
	}

}
