package dev.viewstamped.client;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.replica.Time;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client on a scripted network with virtual time, one tick for each millisecond.
 */
class ClientFixture {

	static final UUID GROUP = new UUID(7, 7);

	static final UUID OTHER_GROUP = new UUID(8, 8);

	static final long MILLI = 1_000_000;

	static final long TIMEOUT = 5000 * MILLI;

	final ScriptedNetwork network;

	final ClientSession session;

	private long nanos = Long.MAX_VALUE - 1_000 * MILLI;

	ClientFixture(int targets) {
		this(targets, new ClientOptions(4, 8, 100, 100 * MILLI, 300 * MILLI, 1000 * MILLI));
	}

	ClientFixture(int targets, ClientOptions options) {
		SplittableRandom random = new SplittableRandom(1);
		this.network = new ScriptedNetwork(targets);
		this.session = new ClientSession(options, this.network, new Time() {

			@Override
			public long monotonicNanos() {
				return ClientFixture.this.nanos;
			}

			@Override
			public long wallClockNanos() {
				throw new IllegalStateException("The client needs no wall clock");
			}

		}, random, random);
	}

	/**
	 * A client with a session.
	 * @param targets number of targets
	 * @return the fixture
	 */
	static ClientFixture registered(int targets) {
		ClientFixture fixture = new ClientFixture(targets);
		fixture.register();
		return fixture;
	}

	void register() {
		Outcome<Reply> first = submit("first");
		accept(this.network.next(), 10);
		ScriptedNetwork.Sent command = this.network.next();
		executed(command);
		if (this.network.targets() > 1) {
			locate(0, command.request().client(), GROUP, 0, 0);
		}
		assertThat(first.isDone()).isTrue();
		advance(0);
		this.network.forget();
	}

	/**
	 * Answer REGISTER.
	 * @param sent the request
	 * @param session op-number of the answer
	 */
	void accept(ScriptedNetwork.Sent sent, long session) {
		assertThat(sent.request().operation()).isEqualTo(Operation.REGISTER);
		reply(sent, GROUP, 0, session, Reply.Outcome.EXECUTED);
	}

	Outcome<Reply> submit(String command) {
		return submit(command, TIMEOUT);
	}

	Outcome<Reply> submit(String command, long timeoutNanos) {
		Outcome<Reply> outcome = new Outcome<>();
		this.session.submit(command.getBytes(StandardCharsets.UTF_8), timeoutNanos, outcome);
		return outcome;
	}

	Outcome<QueryReply> query(Consistency consistency) {
		Outcome<QueryReply> outcome = new Outcome<>();
		this.session.query(new byte[] { 1 }, consistency, 0, TIMEOUT, outcome);
		return outcome;
	}

	void advance(long millis) {
		for (long i = 0; i < millis; i++) {
			this.nanos += MILLI;
			this.session.tick();
		}
	}

	/**
	 * Let time pass until the client sends something.
	 * @return what it sent
	 */
	ScriptedNetwork.Sent awaitSent() {
		for (int i = 0; i < 5000 && this.network.isQuiet(); i++) {
			advance(1);
		}
		return this.network.next();
	}

	void executed(ScriptedNetwork.Sent sent) {
		reply(sent, GROUP, 0, 100 + sent.request().requestNumber(), Reply.Outcome.EXECUTED);
	}

	void reply(ScriptedNetwork.Sent sent, UUID groupId, long view, long opNumber, Reply.Outcome outcome) {
		Request request = sent.request();
		receive(sent.target(), new Reply(groupId, request.client(), 0, view, request.requestNumber(),
				new Viewstamp(0, view, opNumber), outcome, new byte[0]));
	}

	void refuse(ScriptedNetwork.Sent sent, Reason reason) {
		Request request = sent.request();
		receive(sent.target(), new Refused(request.client(), request.requestNumber(), request.attempt(), reason));
	}

	void evict(ScriptedNetwork.Sent sent) {
		Request request = sent.request();
		receive(sent.target(), new Evicted(GROUP, request.client(), request.session()));
	}

	void answer(ScriptedNetwork.Sent sent, UUID groupId) {
		QueryRequest query = sent.query();
		receive(sent.target(), new QueryReply(groupId, query.client(), query.queryNumber(), 0, 0, 5, new byte[0]));
	}

	void refuseQuery(ScriptedNetwork.Sent sent, Reason reason) {
		QueryRequest query = sent.query();
		receive(sent.target(), new QueryRefused(query.client(), query.queryNumber(), reason));
	}

	void locate(int target, UUID client, UUID groupId, long view, int primary) {
		receive(target, new PrimaryLocation(groupId, client, 0, view, primary));
	}

	void receive(int target, ClientMessage message) {
		this.session.onMessage(target, message);
	}

}
