package dev.viewstamped.simulator;

/**
 * A run that failed: what, where, how to see it again, and what happened before.
 */
@SuppressWarnings("serial")
public final class SimulationFailure extends AssertionError {

	private final Throwable reason;

	SimulationFailure(SimulatorOptions options, EventLog log, SimulatedTime time, Throwable reason) {
		super(String.format("""
				Seed %d, step %d, %.6f s: %s
				To see all events of a random run: -Psimulate -Dseed=%d
				%s
				Last events:
				%s""", options.seed(), log.steps(), time.nowNanos() / 1e9, reason, options.seed(), options, log.text()),
				reason);
		this.reason = reason;
	}

	Throwable reason() {
		return this.reason;
	}

}
