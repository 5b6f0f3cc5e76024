package dev.viewstamped.simulator;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.viewstamped.simulator.Invocation.Outcome;

/**
 * One run of a group, its clients and their faults, from a seed. After each step of any
 * replica everything is checked.
 */
final class Simulator {

	private static final long MILLI = 1_000_000L;

	private static final long CHECK_NANOS = 10 * MILLI;

	private static final long CONVERGENCE_TIMEOUTS = 60;

	private static final long VIEWS_AFTER_FAULTS = 6;

	private final SimulatorOptions options;

	private final SimulatedTime time = new SimulatedTime();

	private final EventQueue events = new EventQueue(this.time);

	private final EventLog log;

	private final StateChecker checker;

	private final HistoryChecker history;

	private final Cluster cluster;

	private final Workload workload;

	private final FaultInjector faults;

	/**
	 * Create a run.
	 * @param options the run
	 * @param printing whether to print each event
	 */
	Simulator(SimulatorOptions options, boolean printing) {
		SplittableRandom random = new SplittableRandom(options.seed() ^ 0x5EED);
		this.options = options;
		this.log = new EventLog(this.time, printing);
		this.history = new HistoryChecker(this::canon);
		this.checker = new StateChecker(this.history);
		this.cluster = new Cluster(options, random.split(), this.time, this.events, this.log, this.checker);
		this.workload = new Workload(this.cluster, this.history, this.time, random.split());
		this.faults = new FaultInjector(this.cluster, this.workload, random.split());
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
				until("the group is formed",
						() -> this.cluster.count(SimulatedReplica::isNormal) == this.options.replicas(),
						timeouts(CONVERGENCE_TIMEOUTS));
				this.faults.start();
			}
			runFor(this.options.faultNanos());
			converge();
			until("each client has a command executed", this.workload::allAreServed, timeouts(CONVERGENCE_TIMEOUTS));
		});
		return report();
	}

	/**
	 * Start all replicas and clients.
	 */
	void start() {
		this.cluster.replicas().forEach(this.faults::restart);
		this.workload.start();
	}

	/**
	 * End all faults; the group must find back to order in bounded time.
	 */
	void converge() {
		this.faults.stop();
		long view = this.cluster.maxView();
		runFor(timeouts(2));
		this.workload.stop();
		until("all is answered and all replicas are the same",
				() -> this.history.pending() == 0 && this.cluster.hasConverged(), timeouts(CONVERGENCE_TIMEOUTS));
		long views = this.cluster.maxView() - view;
		InvariantViolation.check(views <= this.options.replicas() + VIEWS_AFTER_FAULTS, "VIEWS-AFTER-FAULTS",
				"%d views were begun after all faults had ended", views);
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
		long limit = this.time.nowNanos() + limitNanos;
		while (!condition.getAsBoolean()) {
			InvariantViolation.check(this.time.nowNanos() < limit, "LIVENESS",
					"not within %d ms: %s; pending calls %d; %s", limitNanos / MILLI, goal, this.history.pending(),
					this.cluster.difference());
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
				this.cluster.packets().counts().byType(), this.faults.counts(), this.cluster.maxView(),
				this.cluster.recoveries(), commits, this.history.commands(Outcome.OK),
				this.history.commands(Outcome.DID_NOT_HAPPEN), this.history.commands(Outcome.UNKNOWN),
				this.history.reads(Outcome.OK), this.time.nowNanos(), digest);
	}

	long timeouts(long count) {
		return count * this.options.viewChangeTimeoutNanos();
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

	HistoryChecker history() {
		return this.history;
	}

	EventLog log() {
		return this.log;
	}

	private CanonicalLog canon(UUID groupId) {
		return this.checker.canon(groupId);
	}

}
