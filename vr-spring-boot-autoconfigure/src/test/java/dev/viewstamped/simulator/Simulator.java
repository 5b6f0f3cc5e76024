package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.viewstamped.simulator.Convergence.Excuse;
import dev.viewstamped.simulator.Convergence.Shortfall;
import dev.viewstamped.simulator.Invocation.Outcome;

import org.jspecify.annotations.Nullable;

/**
 * One run of a group, its clients and their faults, from a seed. After each step of any
 * replica everything is checked.
 */
final class Simulator {

	private static final long MILLI = 1_000_000L;

	private static final long CHECK_NANOS = 10 * MILLI;

	private static final long CONVERGENCE_TIMEOUTS = 60;

	private static final int SEEDS_PER_SEARCH = 10;

	private static final int SEEDS_PER_LONG_LIFE = 5;

	private static final int SEEDS_PER_LAST_CHANGE = 2;

	private final SimulatorOptions options;

	private final SimulatedTime time = new SimulatedTime();

	private final EventQueue events = new EventQueue(this.time);

	private final EventLog log;

	private final StateChecker checker;

	private final HistoryChecker history;

	private final Cluster cluster;

	private final Workload workload;

	private final FaultInjector faults;

	private final Operator operator;

	private final HistorySample sample = new HistorySample();

	private final Convergence convergence;

	private @Nullable Excuse excuse;

	/**
	 * Create a run.
	 * @param options the run
	 * @param printing whether to print each event
	 */
	Simulator(SimulatorOptions options, boolean printing) {
		SplittableRandom random = new SplittableRandom(options.seed() ^ 0x5EED);
		this.options = options;
		this.log = new EventLog(this.time, printing);
		this.history = new HistoryChecker(this::canon, isSearched() ? this.sample : null);
		this.checker = new StateChecker(this.history,
				new StateChecker.Limits(options.maxRequestsInFlight(), options.maxSessions()), options.ballast());
		this.cluster = new Cluster(options, random.split(), this.time, this.events, this.log, this.checker);
		this.workload = new Workload(this.cluster, this.history, this.time, random.split());
		this.faults = new FaultInjector(this.cluster, this.workload, random.split());
		this.operator = new Operator(this.cluster, new SplittableRandom(options.seed() * 47));
		this.convergence = new Convergence(this.cluster, this.history);
	}

	/**
	 * Make the whole run: genesis, faults, and the return to order.
	 * @return what happened
	 */
	SimulatorReport run() {
		checked(() -> {
			start();
			if (this.options.faultsInGenesis()) {
				this.faults.start();
			}
			else {
				until("L1-LIVENESS", "the group is formed",
						() -> this.cluster.count(SimulatedReplica::isNormal) == this.options.replicas(),
						timeouts(CONVERGENCE_TIMEOUTS));
				this.faults.start();
			}
			if (this.options.operatorNanos() > 0) {
				this.operator.start(this.options.operatorNanos());
			}
			runFor(this.options.faultNanos());
			this.operator.stop();
			this.faults.stop();
			returnToOrder();
			if (this.excuse == null) {
				serve();
				if (this.options.seed() % SEEDS_PER_LONG_LIFE == 0) {
					cutLogs();
				}
				if (this.options.operatorNanos() > 0 && this.options.seed() % SEEDS_PER_LAST_CHANGE == 0) {
					changeInPeace();
				}
			}
			this.sample.check();
		});
		return report();
	}

	/**
	 * Start all replicas and clients.
	 */
	void start() {
		this.cluster.replicas().forEach(this.faults::restart);
		this.workload.start();
		new Strangers(this.cluster).watch();
	}

	/**
	 * End all faults; the group must find back to order in bounded time.
	 */
	void converge() {
		this.faults.stop();
		returnToOrder();
		InvariantViolation.check(this.excuse == null, "LIVENESS", "the group may not return to order: %s", this.excuse);
	}

	/**
	 * Why the group was allowed not to return to order.
	 * @return the reason, {@code null} if it returned
	 */
	@Nullable Excuse excuse() {
		return this.excuse;
	}

	private void returnToOrder() {
		long view = this.cluster.maxView();
		runFor(timeouts(2));
		this.workload.stop();
		if (comesTo(this.convergence::shortfall)) {
			this.convergence.checkViews(this.cluster.maxView() - view);
		}
	}

	/**
	 * Clients are served, also while members outside the healed quorum are deaf, mute, or
	 * linked in part.
	 */
	void serve() {
		until("L8-LIVENESS-PROGRESS", "each client has a command executed", this.workload::allAreServed,
				timeouts(CONVERGENCE_TIMEOUTS));
	}

	/**
	 * While clients go on, no log keeps what it has now.
	 */
	void cutLogs() {
		if (this.options.takesCheckpoints()) {
			long last = this.cluster.healed().boundToConverge().get(0).known().opNumber();
			this.workload.goOn();
			until("L7-LIVENESS-LOG-IS-CUT", "the logs begin after op " + last,
					() -> this.cluster.healed()
						.boundToConverge()
						.stream()
						.allMatch((replica) -> replica.isUp() && replica.known().firstOpNumber() > last),
					timeouts(CONVERGENCE_TIMEOUTS));
			this.workload.stop();
		}
	}

	/**
	 * A machine joins, and becomes a member of a group of healed ones when the change
	 * before is complete; that succeeds.
	 */
	void changeInPeace() {
		List<String> newcomers = new ArrayList<>(List.of(joined()));
		while (healedMembers().size() + newcomers.size() < 4) {
			newcomers.add(joined());
		}
		// What an operator asked for before may have come meanwhile; it completes first
		long last = this.cluster.epochs().latest();
		if (last > 0) {
			completes(last);
		}
		List<String> target = healedMembers();
		if (target.size() > 3) {
			target.remove(0);
		}
		target.addAll(newcomers);
		this.operator.ask(target);
		completes(this.cluster.epochs().latest() + 1);
	}

	private void completes(long epoch) {
		until("L6-LIVENESS-CHANGE", "epoch " + epoch + " is complete",
				() -> this.cluster.epochs().isChecked(epoch) && this.convergence.shortfall() == null,
				timeouts(CONVERGENCE_TIMEOUTS));
	}

	private List<String> healedMembers() {
		List<String> addresses = new ArrayList<>();
		for (SimulatedReplica member : this.cluster.healed().boundToConverge()) {
			if (this.cluster.healed().core().contains(member)) {
				addresses.add(member.address());
			}
		}
		return addresses;
	}

	private String joined() {
		String address = this.operator.newAddress();
		this.cluster.join(address);
		until("L6-LIVENESS-JOINED", address + " is a standby", () -> {
			SimulatedReplica replica = this.cluster.at(address);
			return replica != null && this.operator.isStandby(replica);
		}, timeouts(CONVERGENCE_TIMEOUTS));
		return address;
	}

	private boolean comesTo(Supplier<@Nullable Shortfall> goal) {
		long limit = this.time.nowNanos() + timeouts(CONVERGENCE_TIMEOUTS);
		Shortfall shortfall = goal.get();
		while (shortfall != null) {
			if (this.time.nowNanos() >= limit) {
				this.excuse = this.convergence.excuse();
				this.log.note("not " + shortfall + "; excuse: " + this.excuse);
				InvariantViolation.check(this.excuse != null, shortfall.property(), "not within %d timeouts: %s",
						CONVERGENCE_TIMEOUTS, shortfall.detail());
				return false;
			}
			runFor(CHECK_NANOS);
			shortfall = goal.get();
		}
		return true;
	}

	void runFor(long nanos) {
		long limit = this.time.nowNanos() + nanos;
		boolean more = true;
		while (more) {
			more = this.events.runNext(limit);
		}
	}

	/**
	 * Run until something is so.
	 * @param goal what is to be reached
	 * @param condition whether it is
	 * @param limitNanos how long it may take
	 */
	void until(String goal, BooleanSupplier condition, long limitNanos) {
		until("LIVENESS", goal, condition, limitNanos);
	}

	private void until(String property, String goal, BooleanSupplier condition, long limitNanos) {
		long limit = this.time.nowNanos() + limitNanos;
		while (!condition.getAsBoolean()) {
			InvariantViolation.check(this.time.nowNanos() < limit, property,
					"not within %d ms: %s; pending calls %d; %s", limitNanos / MILLI, goal, this.history.pending(),
					this.convergence.shortfall());
			runFor(CHECK_NANOS);
		}
	}

	/**
	 * Do something; if it fails, say in which run, where, and what happened before.
	 * @param action what to do
	 */
	void checked(Runnable action) {
		try {
			action.run();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new SimulationFailure(this.options, this.log, this.time, ex);
		}
	}

	SimulatorReport report() {
		long digest = this.log.hash();
		long commits = 0;
		for (UUID groupId : this.cluster.normalGroups()) {
			commits += canon(groupId).size();
		}
		for (SimulatedReplica replica : this.cluster.replicas()) {
			digest = digest * 31 + replica.stateMachine().digest();
		}
		return new SimulatorReport(new TreeMap<>(Map.of(this.options.replicas(), 1)), this.log.steps(),
				this.cluster.packets().counts().byType(), this.faults.counts(), this.cluster.progress().counts(),
				this.cluster.maxView(), this.cluster.recoveries(), commits, this.history.commands(Outcome.OK),
				this.history.commands(Outcome.DID_NOT_HAPPEN), this.history.commands(Outcome.UNKNOWN),
				this.history.reads(Outcome.OK), this.time.nowNanos(), digest);
	}

	long timeouts(long count) {
		return count * this.options.viewChangeTimeoutNanos();
	}

	Convergence convergence() {
		return this.convergence;
	}

	Cluster cluster() {
		return this.cluster;
	}

	Workload workload() {
		return this.workload;
	}

	FaultInjector faults() {
		return this.faults;
	}

	Operator operator() {
		return this.operator;
	}

	HistoryChecker history() {
		return this.history;
	}

	EventLog log() {
		return this.log;
	}

	private boolean isSearched() {
		return this.options.seed() % SEEDS_PER_SEARCH == 0;
	}

	private CanonicalLog canon(UUID groupId) {
		return this.checker.canon(groupId);
	}

}
