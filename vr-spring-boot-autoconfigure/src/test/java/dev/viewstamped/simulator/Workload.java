package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.viewstamped.ReadOptions.Consistency;

/**
 * Clients that issue commands and queries, and go on until their process dies.
 */
final class Workload implements ProcessListener {

	private static final long TICK_NANOS = 5_000_000;

	private static final int FIRST_NODE = 100;

	private static final int MAX_PENDING = 40;

	private static final int KEYS = 5;

	private static final long MAX_CLOSE_NANOS = 300_000_000;

	private static final int MAX_VALUE_BYTES = 150;

	private static final double BUSY_PROBABILITY = 0.5;

	private static final double RECONNECT_PROBABILITY = 0.2;

	private final Cluster cluster;

	private final HistoryChecker history;

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final List<SimulatedClient> clients = new ArrayList<>();

	private double requestProbability;

	private int lastNode = FIRST_NODE;

	private long lastCommand;

	private long evictions;

	private long repeatedRequests;

	Workload(Cluster cluster, HistoryChecker history, SimulatedTime time, SplittableRandom random) {
		this.cluster = cluster;
		this.history = history;
		this.time = time;
		this.random = random;
		cluster.setProcessListener(this);
	}

	/**
	 * Start the clients.
	 */
	void start() {
		this.requestProbability = this.cluster.options().requestProbability();
		for (int i = 0; i < this.cluster.options().clients(); i++) {
			this.clients.add(newExternal());
		}
		tick();
	}

	/**
	 * The process of the first client dies, and another one takes its place.
	 */
	void restartExternal() {
		SimulatedClient client = external();
		client.die();
		this.clients.set(this.clients.indexOf(client), newExternal());
	}

	/**
	 * More clients in processes of their own come and issue a command each.
	 * @param count how many
	 */
	void crowd(int count) {
		for (int i = 0; i < count; i++) {
			SimulatedClient client = newExternal();
			this.clients.add(client);
			client.submit(nextPut());
		}
	}

	/**
	 * Issue calls again.
	 */
	void goOn() {
		this.requestProbability = BUSY_PROBABILITY;
	}

	/**
	 * Issue no further calls.
	 */
	void stop() {
		this.requestProbability = 0;
	}

	/**
	 * The process of a replica was started: a client is in it.
	 * @param replica the replica
	 */
	@Override
	public void started(SimulatedReplica replica) {
		if (this.cluster.options().localClients()) {
			SimulatedClient client = new SimulatedClient(this.lastNode++, replica, this.cluster, this.history,
					replica.clock());
			replica.setLocalClient(client);
			this.clients.add(client);
		}
	}

	/**
	 * The process of a replica died, and the client in it.
	 * @param replica the replica
	 */
	@Override
	public void crashed(SimulatedReplica replica) {
		SimulatedClient client = replica.localClient();
		if (client != null) {
			remove(client);
			replica.setLocalClient(null);
		}
	}

	/**
	 * The process of a client dies. What it has sent may arrive yet, and its session
	 * stays. A new process takes its place.
	 * @return {@code false} if there is no client in a process of its own
	 */
	boolean crashClient() {
		List<SimulatedClient> some = this.clients.stream().filter(SimulatedClient::isExternal).toList();
		if (some.isEmpty()) {
			return false;
		}
		SimulatedClient client = some.get(this.random.nextInt(some.size()));
		this.cluster.log().note("client " + client.node() + " crashes with " + client.pending() + " calls pending");
		remove(client);
		this.cluster.events().after(this.random.nextLong(MAX_CLOSE_NANOS), client::disconnect);
		this.clients.add(newExternal());
		return true;
	}

	/**
	 * Sessions that clients were told are evicted.
	 * @return the number of answers
	 */
	long evictions() {
		return this.evictions + this.clients.stream().mapToLong(SimulatedClient::evictions).sum();
	}

	/**
	 * Requests that were sent again.
	 * @return their number
	 */
	long repeatedRequests() {
		return this.repeatedRequests + this.clients.stream().mapToLong(SimulatedClient::repeatedRequests).sum();
	}

	/**
	 * Any client.
	 * @param random decides which
	 * @return the client
	 */
	SimulatedClient pick(RandomGenerator random) {
		return this.clients.get(random.nextInt(this.clients.size()));
	}

	List<SimulatedClient> clients() {
		return this.clients;
	}

	/**
	 * A command that nobody has issued before.
	 * @return the command
	 */
	String nextCommand() {
		String key = "k" + this.random.nextInt(KEYS);
		String value = "c" + ++this.lastCommand;
		if (this.random.nextInt(16) == 0) {
			value += "x".repeat(this.random.nextInt(MAX_VALUE_BYTES));
		}
		int kind = this.random.nextInt(100);
		if (kind < 50) {
			return "put " + key + " " + value;
		}
		if (kind < 75) {
			return "append " + key + " " + value;
		}
		if (kind < 96) {
			return "change " + key + " " + this.random.nextInt(20) + " " + value;
		}
		return (kind < 98) ? "nonsense " + key + " " + value
				: "put " + key + " " + value + "x".repeat(SimulatorOptions.MAX_COMMAND_BYTES);
	}

	/**
	 * A command that writes key {@code k0}.
	 * @return the command
	 */
	String nextPut() {
		return "put k0 c" + ++this.lastCommand;
	}

	/**
	 * The first client in a process of its own.
	 * @return the client
	 */
	SimulatedClient external() {
		return this.clients.stream().filter(SimulatedClient::isExternal).findFirst().orElseThrow();
	}

	/**
	 * Whether each client in a process of its own has got a new command executed since
	 * this was first asked. Those that have not try again.
	 * @return {@code true} if all have
	 */
	boolean allAreServed() {
		boolean all = true;
		for (SimulatedClient client : this.clients) {
			all &= !client.isExternal() || client.isServed(this::nextPut);
		}
		return all;
	}

	private SimulatedClient newExternal() {
		long drift = this.cluster.options().maxDriftPartsPerMillion();
		return new SimulatedClient(this.lastNode++, null, this.cluster, this.history,
				this.time.clock(this.random.nextLong(1L << 40), 0, this.random.nextLong(-drift, drift + 1)));
	}

	private void remove(SimulatedClient client) {
		client.die();
		this.clients.remove(client);
		this.evictions += client.evictions();
		this.repeatedRequests += client.repeatedRequests();
	}

	private void tick() {
		for (SimulatedClient client : List.copyOf(this.clients)) {
			if (client.isRunning()) {
				if (this.random.nextDouble() < RECONNECT_PROBABILITY) {
					client.connect();
				}
				client.tick();
				if (client.pending() < MAX_PENDING && this.random.nextDouble() < this.requestProbability) {
					call(client);
				}
			}
		}
		this.cluster.events().after(TICK_NANOS, this::tick);
	}

	private void call(SimulatedClient client) {
		int kind = this.random.nextInt(100);
		if (kind < 70) {
			client.submit(nextCommand());
			return;
		}
		boolean leases = this.cluster.options().leases();
		Consistency consistency = (kind < 85) ? ((leases && kind < 80) ? Consistency.LEASE : Consistency.LINEARIZABLE)
				: (kind < 90) ? Consistency.STALE : Consistency.CAUSAL;
		if (consistency == Consistency.CAUSAL && this.random.nextBoolean()) {
			client.learnFrom(pick(this.random));
		}
		client.query("get k" + this.random.nextInt(KEYS), consistency);
	}

}
