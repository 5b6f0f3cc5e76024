package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Time;
import dev.viewstamped.transport.ClientTransport;
import dev.viewstamped.transport.MemberAddresses;
import dev.viewstamped.transport.TransportCounters;
import dev.viewstamped.transport.TransportSettings;

/**
 * A client of a group in an application that has no replica. Safe for use by any thread.
 */
public final class ClientRuntime implements VrClient, VrNode {

	private final ClientTransport transport;

	private final EventLoop<Event> loop;

	private final LoopClient client;

	private volatile NodeReport report;

	private boolean started;

	/**
	 * Create a runtime that has not been started.
	 * @param clientOptions settings of the client
	 * @param transportSettings settings of the links
	 * @param addresses where the members are
	 * @param gapNanos time without the loop running after which links are made anew
	 * @param time the clocks
	 * @param random random source for identities and challenges: unpredictable, and safe
	 * for use by several threads
	 */
	public ClientRuntime(ClientOptions clientOptions, TransportSettings transportSettings, MemberAddresses addresses,
			long gapNanos, Time time, RandomGenerator random) {
		Mailbox<Event> mailbox = new Mailbox<>(Event::bytes);
		MailboxListener listener = new MailboxListener(mailbox, transportSettings.maxQueueBytes());
		this.transport = new ClientTransport(transportSettings, addresses, listener, random, time::monotonicNanos);
		CompletionThreads threads = new CompletionThreads();
		ClientSession session = new ClientSession(clientOptions, this.transport, time, random,
				new SplittableRandom(random.nextLong()));
		this.report = new NodeReport(transportSettings.group(), null, -1, null, List.of(),
				new TransportCounters(0, 0, 0, 0), null);
		ClientBody body = new ClientBody(transportSettings.group(), session, this.transport, threads,
				time::monotonicNanos, gapNanos, this::publish);
		this.loop = new EventLoop<>("vr-client-loop", mailbox, body, time, gapNanos);
		this.client = new LoopClient(this.loop, threads, time, listener::onCall);
	}

	private void publish(NodeReport report) {
		this.report = report;
	}

	/**
	 * Begin to dial the members.
	 * @throws IllegalStateException if it was started before
	 */
	public synchronized void start() {
		if (this.started) {
			throw new IllegalStateException("A client that was stopped cannot start again: close this application "
					+ "context and start another one");
		}
		this.started = true;
		this.transport.start();
		this.loop.start();
	}

	/**
	 * Fail the calls that are pending, and close the links.
	 * @param timeout how long to wait for what runs on the loop
	 */
	public synchronized void stop(Duration timeout) {
		if (!this.loop.stop(timeout)) {
			this.transport.close();
		}
	}

	/**
	 * Whether the loop runs.
	 * @return {@code true} from the start until the client stops
	 */
	public synchronized boolean isRunning() {
		return this.started && this.loop.isRunning();
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
