package dev.viewstamped.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.VrException;
import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.client.Completion;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.replica.Time;
import dev.viewstamped.simulator.ClientLinks.LinkEnd;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Seen.Source;

import org.jspecify.annotations.Nullable;

/**
 * A client: in a process of its own, connected to each replica; or in the process of a
 * replica, with which it lives, pauses and dies.
 */
final class SimulatedClient implements ClientNetwork, LinkEnd {

	private final int node;

	private final Cluster cluster;

	private final HistoryChecker history;

	private final @Nullable SimulatedReplica home;

	private final int homeLife;

	private final Targets targets;

	private final ClientSession session;

	private final Set<Invocation> pending = new LinkedHashSet<>();

	private Source answering = new Source(-1, 0);

	private @Nullable Invocation proof;

	private boolean dead;

	private long evictions;

	private long repeatedRequests;

	private long lastOpNumber;

	/**
	 * Create a client.
	 * @param node its number in the network
	 * @param home the replica whose process it is in, or {@code null}
	 * @param cluster the replicas
	 * @param history told of all calls
	 * @param time its clocks
	 */
	SimulatedClient(int node, @Nullable SimulatedReplica home, Cluster cluster, HistoryChecker history, Time time) {
		this.node = node;
		this.home = home;
		this.homeLife = (home != null) ? home.life() : 0;
		this.cluster = cluster;
		this.history = history;
		List<SimulatedReplica> founders = cluster.replicas()
			.subList(0, (home != null) ? 0 : cluster.options().replicas());
		this.targets = new Targets(cluster, this, founders.stream().map(SimulatedReplica::address).toList());
		RandomGenerator random = cluster.splitRandom();
		this.session = new ClientSession(cluster.options().clientOptions(), this, time, random, random);
	}

	@Override
	public int targets() {
		return (this.home != null) ? 1 : this.targets.count();
	}

	@Override
	public boolean isConnected(int target) {
		return (this.home != null) || this.targets.isConnected(target);
	}

	@Override
	public int memberId(int target) {
		return (this.home != null) ? -1 : this.targets.memberId(target);
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		if (!isConnected(target)) {
			return false;
		}
		if (message instanceof Request request && request.attempt() > 1) {
			this.repeatedRequests++;
		}
		if (this.home != null) {
			this.cluster.links().sendLocally(this.home, message);
		}
		else {
			this.targets.send(target, message);
		}
		return true;
	}

	@Override
	public void onMessage(SimulatedReplica replica, ClientMessage message) {
		if (!this.dead) {
			this.answering = new Source(replica.memberId(), replica.life());
			if (message instanceof Evicted) {
				this.evictions++;
			}
			int target = (this.home != null) ? 0 : this.targets.indexOf(replica);
			if (target >= 0) {
				this.session.onMessage(target, message);
			}
		}
	}

	void tick() {
		if (isRunning()) {
			this.session.tick();
		}
	}

	/**
	 * Connect to the replicas that are up.
	 */
	void connect() {
		this.targets.connect();
	}

	@Override
	public void follow(List<Member> members) {
		if (this.home == null) {
			this.targets.follow(members);
		}
	}

	/**
	 * Lose the connection to a replica.
	 * @param target the replica
	 */
	void disconnect(int target) {
		this.targets.disconnect(target);
	}

	/**
	 * Lose the connections to all replicas.
	 */
	void disconnect() {
		this.targets.disconnect();
	}

	/**
	 * The process dies; nobody learns what became of its calls.
	 */
	void die() {
		this.dead = true;
		List.copyOf(this.pending).forEach(this.history::unknown);
		this.pending.clear();
	}

	Invocation submit(String command) {
		Invocation invocation = invoke(command, null, 0);
		this.session.submit(RecordingStateMachine.bytes(command), this.cluster.options().requestTimeoutNanos(),
				new CommandCompletion(invocation));
		return invocation;
	}

	Invocation query(String query, Consistency consistency) {
		long after = (consistency == Consistency.CAUSAL) ? this.lastOpNumber : 0;
		Invocation invocation = invoke(query, consistency, after);
		this.session.query(RecordingStateMachine.bytes(query), consistency, after,
				this.cluster.options().requestTimeoutNanos(), new QueryCompletion(invocation));
		return invocation;
	}

	/**
	 * Another client tells this one what it has seen: a causal read of this one must see
	 * it too.
	 * @param other the other client
	 */
	void learnFrom(SimulatedClient other) {
		this.lastOpNumber = Math.max(this.lastOpNumber, other.lastOpNumber);
	}

	/**
	 * Whether a new command of this client has been executed since this was first asked.
	 * If it ended in another way, the client makes another one.
	 * @param commands gives new commands
	 * @return {@code true} if one has been executed
	 */
	boolean isServed(Supplier<String> commands) {
		Invocation last = this.proof;
		if (last == null || (last.outcome() != Outcome.PENDING && last.outcome() != Outcome.OK)) {
			last = submit(commands.get());
			this.proof = last;
		}
		return last.outcome() == Outcome.OK;
	}

	@Override
	public int node() {
		return this.node;
	}

	/**
	 * How often it was told that its session is evicted.
	 * @return the number
	 */
	long evictions() {
		return this.evictions;
	}

	/**
	 * How many requests it sent again.
	 * @return the number
	 */
	long repeatedRequests() {
		return this.repeatedRequests;
	}

	int pending() {
		return this.pending.size();
	}

	/**
	 * Whether the client's process is alive and not paused.
	 * @return {@code true} if it can act
	 */
	boolean isRunning() {
		return !this.dead && (this.home == null
				|| (this.home.isUp() && this.home.life() == this.homeLife && !this.home.isPaused()));
	}

	boolean isExternal() {
		return this.home == null;
	}

	@Override
	public String toString() {
		return "client " + this.node + " " + this.targets;
	}

	private Invocation invoke(String text, @Nullable Consistency consistency, long after) {
		Invocation invocation = this.history.invoke(this.node, text, consistency, after);
		this.cluster.log().note("client " + this.node + " invokes " + invocation);
		this.pending.add(invocation);
		return invocation;
	}

	private boolean ends(Invocation invocation, String how) {
		this.cluster.log().note("client " + this.node + " " + invocation + ": " + how);
		boolean known = this.pending.remove(invocation);
		InvariantViolation.check(known || this.dead, "S10-ONE-ANSWER", "%s ended again: %s", invocation, how);
		return known;
	}

	private void failed(Invocation invocation, VrException ex) {
		if (!ends(invocation, ex.getClass().getSimpleName())) {
			return;
		}
		if (ex instanceof CommandOutcomeUnknownException || ex instanceof CommandFailedException) {
			this.history.unknown(invocation);
		}
		else {
			this.history.didNotHappen(invocation);
		}
	}

	private final class CommandCompletion implements Completion<Reply> {

		private final Invocation invocation;

		private CommandCompletion(Invocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public void succeeded(Reply reply) {
			if (ends(this.invocation, "executed as " + reply.viewstamp())) {
				SimulatedClient client = SimulatedClient.this;
				client.lastOpNumber = Math.max(client.lastOpNumber, reply.viewstamp().opNumber());
				UUID groupId = reply.groupId();
				client.history.acknowledged(this.invocation, groupId, reply.viewstamp(),
						RecordingStateMachine.text(reply.result()));
			}
		}

		@Override
		public void failed(VrException ex) {
			SimulatedClient.this.failed(this.invocation, ex);
		}

	}

	private final class QueryCompletion implements Completion<QueryReply> {

		private final Invocation invocation;

		private QueryCompletion(Invocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public void succeeded(QueryReply reply) {
			if (ends(this.invocation, "answered at op " + reply.opNumber())) {
				SimulatedClient client = SimulatedClient.this;
				client.lastOpNumber = Math.max(client.lastOpNumber, reply.opNumber());
				client.history.answered(this.invocation, client.answering, reply.groupId(), reply.opNumber(),
						RecordingStateMachine.text(reply.result()));
			}
		}

		@Override
		public void failed(VrException ex) {
			SimulatedClient.this.failed(this.invocation, ex);
		}

	}

}
