package dev.viewstamped.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.replica.Time;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.transport.MemberAddresses;
import dev.viewstamped.transport.ReplicaTransport;
import dev.viewstamped.transport.TransportCounters;
import dev.viewstamped.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

/**
 * A replica with its links, its loop and a client of its group. Safe for use by any
 * thread. It is started once: its state is that of one life of the replica.
 */
public final class ReplicaRuntime implements VrClient, VrNode, AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final ReplicaTransport transport;

	private final Mailbox<Event> mailbox;

	private final NodeStorage storage;

	private final EventLoop<Event> loop;

	private final LoopClient client;

	private final long viewChangeTimeoutNanos;

	private final LongSupplier nanoTime;

	private volatile NodeReport report;

	private boolean started;

	private boolean closed;

	/**
	 * Create the runtime of a member of the first configuration, which has not been
	 * started.
	 * @param options settings of the replica
	 * @param clientOptions settings of the client
	 * @param transportSettings settings of the links
	 * @param addresses where the members are
	 * @param stateMachine the service
	 * @param storageOpener opens what the replica keeps on disk; {@code null} to keep
	 * everything in memory
	 * @param time the clocks
	 * @param random random source for identities and challenges: unpredictable, and safe
	 * for use by several threads
	 * @throws dev.viewstamped.storage.StorageException if what is on disk cannot be used
	 */
	public ReplicaRuntime(ReplicaOptions options, ClientOptions clientOptions, TransportSettings transportSettings,
			MemberAddresses addresses, StateMachine stateMachine, @Nullable StorageOpener storageOpener, Time time,
			RandomGenerator random) {
		this(options, clientOptions, transportSettings, addresses, stateMachine, storageOpener, time, random, null);
	}

	/**
	 * Create a runtime that has not been started.
	 * @param options settings of the replica. Without a member id in the settings of the
	 * links, the group is looked for, and the configuration here stands for nothing but
	 * this process
	 * @param clientOptions settings of the client
	 * @param transportSettings settings of the links, with the member id; or with
	 * {@link TransportSettings#NO_MEMBER}, to ask the group for a place
	 * @param addresses where the members of the first configuration are
	 * @param stateMachine the service
	 * @param storageOpener opens what the replica keeps on disk; {@code null} to keep
	 * everything in memory
	 * @param time the clocks
	 * @param random random source for identities and challenges: unpredictable, and safe
	 * for use by several threads
	 * @param join how to ask the group for a place; {@code null} if this process does not
	 * @throws dev.viewstamped.storage.StorageException if what is on disk cannot be used
	 */
	public ReplicaRuntime(ReplicaOptions options, ClientOptions clientOptions, TransportSettings transportSettings,
			MemberAddresses addresses, StateMachine stateMachine, @Nullable StorageOpener storageOpener, Time time,
			RandomGenerator random, @Nullable JoinSettings join) {
		int memberId = transportSettings.memberId();
		this.viewChangeTimeoutNanos = options.viewChangeTimeoutNanos();
		this.nanoTime = time::monotonicNanos;
		Mailbox<Event> events = new Mailbox<>(Event::bytes);
		this.mailbox = events;
		MailboxListener listener = new MailboxListener(events, transportSettings.maxQueueBytes());
		this.transport = new ReplicaTransport(transportSettings, addresses, listener, random, time::monotonicNanos);
		this.storage = new NodeStorage(storageOpener, events);
		Supplier<String> address = (join != null) ? join.address() : () -> ownAddress(options, addresses);
		if (memberId != TransportSettings.NO_MEMBER) {
			this.storage.open(memberId);
		}
		else if (join == null) {
			throw new IllegalArgumentException("A process without a member id needs settings to join a group");
		}
		else {
			this.storage.storedMember();
		}
		ReplicaReport first = (memberId != TransportSettings.NO_MEMBER) ? ReplicaReports.beforeStart(options)
				: ReplicaReports.withoutPlace(address(options), ReplicaReports.NOT_STARTED);
		this.report = new NodeReport(transportSettings.group(), first, first.primary(), first.condition(), List.of(),
				new TransportCounters(0, 0, 0, 0), this.storage.report());
		NodePublisher publisher = new NodePublisher(transportSettings.group(), this.storage, time,
				options.viewChangeTimeoutNanos(), first, this::publish);
		JoinLinks joinLinks = (join != null) ? new JoinLinks(transportSettings, join.seeds(), listener, time, random)
				: null;
		Lives lives = new Lives(options, clientOptions, this.transport, events, stateMachine, this.storage, time,
				random);
		Phases phases = new Phases(memberId, transportSettings.boot(), lives, this.storage, this.transport, publisher,
				joinLinks, address, this::requestStop);
		CompletionThreads threads = new CompletionThreads();
		NodeBody body = new NodeBody(new Starting(publisher, this.transport, phases::first), threads, this.transport);
		this.loop = new EventLoop<>("vr-loop", events, body, time, options.viewChangeTimeoutNanos());
		this.client = new LoopClient(this.loop, threads, time, listener::onCall);
	}

	private static String ownAddress(ReplicaOptions options, MemberAddresses addresses) {
		List<URI> peers = addresses.peers();
		return (options.memberId() < peers.size()) ? MemberAddresses.hostAndPort(peers.get(options.memberId()))
				: address(options);
	}

	private static String address(ReplicaOptions options) {
		for (Member member : options.configuration().members()) {
			if (member.memberId() == options.memberId()) {
				return member.address();
			}
		}
		throw new IllegalArgumentException("Member " + options.memberId() + " is not in " + options.configuration());
	}

	private void publish(NodeReport report) {
		this.report = report;
	}

	private void requestStop() {
		this.loop.requestStop();
	}

	@Override
	public RepairAnswer repair() {
		ReplicaReport replica = this.report.replica();
		if (replica == null || !ReplicaReports.isRepairable(replica) || !this.loop.isRunning()) {
			return new RepairAnswer(false, refusal(replica));
		}
		this.mailbox.put(new Event.Repair());
		return new RepairAnswer(true, "Member " + replica.memberId() + " gives up its state up to op "
				+ replica.executedNumber() + " and recovers from the other members");
	}

	private static String refusal(@Nullable ReplicaReport replica) {
		String node = (replica != null && replica.memberId() >= 0) ? "Member " + replica.memberId() : "This replica";
		Condition condition = (replica != null) ? replica.condition() : null;
		if (replica == null || replica.status() != Status.STOPPED || condition == null) {
			return node + " has not stopped, so there is nothing to repair";
		}
		return node + " has stopped because of '" + condition.code()
				+ "', which a new copy of the state does not mend. " + condition.message();
	}

	/**
	 * The links, for the endpoints that accept them.
	 * @return the transport
	 */
	public ReplicaTransport transport() {
		return this.transport;
	}

	/**
	 * Begin to dial the other members and to run the replica.
	 * @throws IllegalStateException if it was started before
	 */
	public synchronized void start() {
		if (this.started) {
			throw new IllegalStateException("A replica that was stopped cannot start again, since its links and its "
					+ "storage are closed: close this application context and start another one");
		}
		this.started = true;
		this.transport.start();
		this.loop.start();
	}

	/**
	 * Hold back the stop of this application until the other members of the group can do
	 * without its replica: until another one is the primary and, if this is a restart, a
	 * quorum of others is normal, or, if the member is being replaced, the group has gone
	 * on without it. The replica goes on meanwhile. Nothing if it does not run.
	 * @param timeout how long to wait at most
	 * @param departure whether the member is to be replaced
	 * @return whether the others can do without it
	 */
	public boolean drain(Duration timeout, Departure departure) {
		if (!isRunning() || timeout.isZero() || timeout.isNegative()) {
			return true;
		}
		this.mailbox.put(new Event.Stopping());
		DrainRule rule = new DrainRule(this.viewChangeTimeoutNanos, departure);
		Drain drain = new Drain(this::report, () -> this.mailbox.put(new Event.HandOver()), rule, this.loop::isRunning,
				this.nanoTime);
		return drain.await(timeout);
	}

	/**
	 * Stop the replica, fail the calls that are pending, close the links, and let go of
	 * the disk.
	 * @param timeout how long to wait for what runs on the loop
	 */
	public synchronized void stop(Duration timeout) {
		if (!this.loop.stop(timeout)) {
			this.transport.close();
		}
		if (!this.closed) {
			this.closed = true;
			this.storage.close();
		}
	}

	/**
	 * Stop the replica, also one that was never started: that has its directory locked.
	 */
	@Override
	public void close() {
		stop(CLOSE_TIMEOUT);
	}

	/**
	 * Whether the loop runs.
	 * @return {@code true} from the start until the replica stops
	 */
	public synchronized boolean isRunning() {
		return this.started && this.loop.isRunning();
	}

	/**
	 * Whether the replica was the primary a moment ago. Never blocks.
	 * @return {@code true} if it was
	 */
	public boolean isPrimary() {
		ReplicaReport replica = this.report.replica();
		return replica != null && replica.role() == Role.PRIMARY;
	}

	@Override
	public NodeReport report() {
		return this.report;
	}

	@Override
	public CompletableFuture<Reply> submit(byte[] command, Duration timeout) {
		return this.client.submit(command, timeout);
	}

	@Override
	public CompletableFuture<QueryReply> query(byte[] query, Consistency consistency, long afterOpNumber,
			Duration timeout) {
		return this.client.query(query, consistency, afterOpNumber, timeout);
	}

	@Override
	public CompletableFuture<OperatorReply> operate(OperatorCommand command, long expectedEpoch, List<String> members,
			Duration timeout) {
		return this.client.operate(command, expectedEpoch, members, timeout);
	}

}
