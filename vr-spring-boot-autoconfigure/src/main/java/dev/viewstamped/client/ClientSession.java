package dev.viewstamped.client;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Time;

/**
 * The client of a replica group (VR Revisited §4.1 and §4.5): executes each command at
 * most once, says truly whether it may have happened, and finds the primary. Like the
 * replica it is a deterministic state machine: messages and ticks go in, messages and
 * completions come out. All methods must be called by one thread at a time; a method may
 * be called from within {@link ClientNetwork#send} and from a completion.
 * <p>
 * The session is opened by the first command. A command that every transmission was
 * refused for as busy is rejected after its third refusal rather than kept until its
 * deadline: an overloaded group pushes back quickly. Once one transmission is neither
 * answered nor refused, no refusal of another one ends the command.
 */
public final class ClientSession {

	private final ClientOptions options;

	private final Time time;

	private final Routing routing;

	private final Registration registration;

	private final Commands commands;

	private final Queries queries;

	private final OperatorCalls operatorCalls;

	private boolean closed;

	/**
	 * Create a client that is not known to the group yet.
	 * @param options the settings
	 * @param network where messages go
	 * @param time the clock
	 * @param random source of the client's identity, which must never repeat in another
	 * process
	 * @param jitter source of small differences between delays, asked for each command
	 */
	public ClientSession(ClientOptions options, ClientNetwork network, Time time, RandomGenerator random,
			RandomGenerator jitter) {
		this.options = options;
		this.time = time;
		long now = time.monotonicNanos();
		Backoff backoff = new Backoff(options.retryNanos(), jitter);
		this.routing = new Routing(network, options.locateIntervalNanos(), now);
		this.registration = new Registration(this.routing, backoff, random, now);
		this.commands = new Commands(options, this.routing, this.registration, backoff, now);
		this.queries = new Queries(options.maxQueued(), this.routing, this.registration, backoff, now);
		this.operatorCalls = new OperatorCalls(this.routing, backoff, random);
	}

	/**
	 * Execute a command. It waits for a session and for a place in the window.
	 * @param command the command, not to be changed afterwards
	 * @param timeoutNanos how long to wait for the outcome
	 * @param completion takes the reply, with outcome {@code EXECUTED}, or the exception;
	 * perhaps before this method returns
	 */
	public void submit(byte[] command, long timeoutNanos, Completion<Reply> completion) {
		if (this.closed) {
			completion.failed(new ReplicaUnavailableException(
					"The client is closed; the command was not sent and did not happen"));
			return;
		}
		if (command.length > this.options.maxCommandBytes()) {
			completion.failed(new CommandRejectedException(
					"The command has " + command.length + " bytes, more than " + this.options.maxCommandBytes()
							+ ": make it smaller or raise 'vr.limits.command-size' on all members; it was not sent",
					CommandRejectedException.Reason.TOO_LARGE));
			return;
		}
		long now = this.time.monotonicNanos();
		this.commands.submit(new PendingRequest(command, timeoutNanos, now, completion), now);
		register(now);
	}

	/**
	 * Answer a query.
	 * @param query the query, not to be changed afterwards
	 * @param consistency how fresh the answer must be
	 * @param afterOpNumber op-number that must have been executed, 0 for none
	 * @param timeoutNanos how long to wait for the answer
	 * @param completion takes the reply or the exception; perhaps before this method
	 * returns
	 */
	public void query(byte[] query, Consistency consistency, long afterOpNumber, long timeoutNanos,
			Completion<QueryReply> completion) {
		if (this.closed) {
			completion.failed(new ReplicaUnavailableException("The client is closed; the query was not sent"));
			return;
		}
		if (query.length > this.options.maxCommandBytes()) {
			completion.failed(new CommandRejectedException(
					"The query has " + query.length + " bytes, more than " + this.options.maxCommandBytes()
							+ ": make it smaller or raise 'vr.limits.command-size' on all members",
					CommandRejectedException.Reason.TOO_LARGE));
			return;
		}
		long now = this.time.monotonicNanos();
		this.queries.submit(new PendingQuery(query, consistency, afterOpNumber, timeoutNanos, now, completion), now);
	}

	/**
	 * Ask something of the primary on an operator's behalf. A change is asked for again
	 * until a primary answers, which is safe since it is fenced by the epoch; to hand
	 * over is asked for again only where it certainly was not done.
	 * @param command what is asked
	 * @param expectedEpoch the epoch that is to end; of no meaning to other commands
	 * @param members addresses of the members of the new configuration; empty for other
	 * commands
	 * @param timeoutNanos how long to wait for the answer
	 * @param completion takes the answer, which is never {@code NO_PRIMARY}, or a
	 * {@link ReplicaUnavailableException}; perhaps before this method returns
	 */
	public void operate(OperatorCommand command, long expectedEpoch, List<String> members, long timeoutNanos,
			Completion<OperatorReply> completion) {
		if (this.closed) {
			completion.failed(new ReplicaUnavailableException("The client is closed; nothing was done"));
			return;
		}
		long now = this.time.monotonicNanos();
		this.operatorCalls.submit(new PendingOperation(command, expectedEpoch, members, timeoutNanos, now, completion),
				now);
	}

	/**
	 * Take a message from a replica. One for an earlier identity of this client is
	 * dropped.
	 * @param target the target that it came from
	 * @param message the message
	 */
	public void onMessage(int target, ClientMessage message) {
		if (this.closed) {
			return;
		}
		long now = this.time.monotonicNanos();
		if (message instanceof OperatorReply reply) {
			this.operatorCalls.onReply(reply, now);
		}
		else if (message.client().equals(this.registration.client())) {
			onMessage(target, message, now);
		}
	}

	private void onMessage(int target, ClientMessage message, long now) {
		if (message instanceof Reply reply) {
			onReply(target, reply, now);
		}
		else if (message instanceof QueryReply reply) {
			onQueryReply(target, reply, now);
		}
		else if (message instanceof Refused refused) {
			onRefused(refused, now);
		}
		else if (message instanceof QueryRefused refused) {
			this.queries.onRefused(refused, now);
		}
		else if (message instanceof PrimaryLocation location) {
			onPrimaryLocation(target, location, now);
		}
		else if (message instanceof GroupFound found) {
			if (this.routing.onGroup(found.location(), now)) {
				sendAgain(now);
			}
		}
		else if (message instanceof Evicted evicted && this.registration.isOpen()
				&& evicted.session() == this.registration.session()) {
			leaveSession("The group evicted the session", now);
		}
	}

	/**
	 * Do what is due: end what is past its deadline, send again what was not answered.
	 * Call it every few milliseconds.
	 */
	public void tick() {
		if (this.closed) {
			return;
		}
		long now = this.time.monotonicNanos();
		this.commands.tick(now);
		register(now);
		this.queries.tick(now);
		this.operatorCalls.tick(now);
		if (!this.closed) {
			this.routing.tick(this.registration.client(), now);
		}
	}

	/**
	 * The primary, as far as this client knows. It may be a member that none of the
	 * targets leads to. A client in a replica's own process does not ask for it.
	 * @return its member id, or -1 if it is unknown or was not confirmed lately
	 */
	public int primary() {
		return this.routing.primary(this.time.monotonicNanos());
	}

	/**
	 * The group that this client talks to.
	 * @return its identity, {@link Header#NO_GROUP} while unknown
	 */
	public UUID groupId() {
		return (this.registration.isOpen()) ? this.registration.groupId() : this.routing.groupId();
	}

	/**
	 * Number of commands, queries and operators' requests that have no outcome yet.
	 * @return the number
	 */
	public int pending() {
		return this.commands.size() + this.queries.size() + this.operatorCalls.size();
	}

	/**
	 * Fail everything that is pending and take nothing more. Commands that may have
	 * happened end as such.
	 */
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		long now = this.time.monotonicNanos();
		this.commands.failAll("The client was closed", now);
		this.queries.failAll("The client was closed", now);
		this.operatorCalls.failAll("The client was closed", now);
	}

	private void register(long now) {
		if (this.commands.hasQueued() && !this.closed) {
			this.registration.register(now);
		}
	}

	private void onReply(int target, Reply reply, long now) {
		if (reply.groupId().equals(Header.NO_GROUP)) {
			return;
		}
		if (!this.registration.isOpen()) {
			if (reply.requestNumber() == 0) {
				onRegistered(target, reply, now);
			}
		}
		else if (reply.groupId().equals(this.registration.groupId())) {
			this.routing.onAnswer(target, reply.epoch(), reply.view(), now);
			this.commands.onReply(reply, now);
		}
		else if (reply.requestNumber() != 0) {
			// A second answer to REGISTER, sent twice, does not end the session
			moveTo(reply.groupId(), now);
		}
	}

	private void onRegistered(int target, Reply reply, long now) {
		this.routing.bind(reply.groupId());
		this.routing.onAnswer(target, reply.epoch(), reply.view(), now);
		if (this.registration.onReply(reply, now)) {
			this.commands.dispatch(now);
		}
		else {
			this.queries.restart(now);
		}
	}

	private void onRefused(Refused refused, long now) {
		if (this.registration.isOpen()) {
			this.commands.onRefused(refused, now);
		}
		else if (refused.requestNumber() == 0) {
			this.registration.onRefused(refused, now);
		}
	}

	private void onQueryReply(int target, QueryReply reply, long now) {
		PendingQuery query = this.queries.get(reply.queryNumber());
		if (query == null || reply.groupId().equals(Header.NO_GROUP)) {
			return;
		}
		UUID groupId = groupId();
		boolean confirmed = query.consistency() == Consistency.LINEARIZABLE || query.consistency() == Consistency.LEASE;
		if (groupId.equals(reply.groupId()) || groupId.equals(Header.NO_GROUP)) {
			if (confirmed) {
				this.routing.bind(reply.groupId());
				this.routing.onAnswer(target, reply.epoch(), reply.view(), now);
			}
			this.queries.onReply(reply);
		}
		else if (confirmed) {
			moveTo(reply.groupId(), now);
		}
		else {
			// Whatever is left of an earlier group may answer these; no proof of a new
			// one
			this.queries.askAgain(query, Reason.NO_PRIMARY, now);
		}
	}

	private void onPrimaryLocation(int target, PrimaryLocation location, long now) {
		if (location.epoch() > 0 && this.routing.groupId().equals(Header.NO_GROUP)) {
			// All that this client was told of may have been replaced: they know where to
			// go on, and no primary
			this.routing.bind(location.groupId());
		}
		if (location.groupId().equals(this.routing.groupId())) {
			this.routing.onEpoch(target, location.epoch(), now);
		}
		if (location.groupId().equals(Header.NO_GROUP) || location.primary() < 0) {
			return;
		}
		if (this.registration.isOpen() && !location.groupId().equals(this.registration.groupId())) {
			moveTo(location.groupId(), now);
		}
		this.routing.bind(location.groupId());
		this.routing.onEpoch(target, location.epoch(), now);
		if (this.routing.onLocation(target, location, now)) {
			sendAgain(now);
		}
	}

	private void sendAgain(long now) {
		this.registration.sendAgain(now);
		this.commands.sendAgain(now);
		this.queries.sendAgain(now);
		this.operatorCalls.sendAgain(now);
	}

	private void moveTo(UUID groupId, long now) {
		this.routing.bind(groupId);
		leaveSession("The session's group was replaced by another one", now);
	}

	private void leaveSession(String why, long now) {
		List<PendingRequest> unknown = this.commands.leaveSession(now);
		this.registration.renew(now);
		this.queries.restart(now);
		for (PendingRequest request : unknown) {
			request.completion().failed(request.end(why, now));
		}
		register(now);
	}

}
