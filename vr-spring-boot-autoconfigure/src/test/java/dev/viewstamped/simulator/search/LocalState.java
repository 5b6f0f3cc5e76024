package dev.viewstamped.simulator.search;

import java.util.List;

import dev.viewstamped.replica.ReplicaReport;

import org.jspecify.annotations.Nullable;

/**
 * A state of one replica, and one way to reach it.
 *
 * @param number its number
 * @param memberId the replica
 * @param life which of its processes, from 1
 * @param before the state before the last step, {@code null} in a process just started
 * @param step the last step, if there is a state before it
 * @param report what the replica reports
 * @param applied the commands that it has executed
 * @param identities how many identities it has taken
 * @param transitions what steps do to it, as far as it was worked out
 */
record LocalState(int number, int memberId, int life, @Nullable LocalState before, @Nullable Step step,
		ReplicaReport report, List<String> applied, int identities, Transitions transitions) {

	LocalState(int number, int memberId, int life, @Nullable LocalState before, @Nullable Step step, ReplicaRun run) {
		this(number, memberId, life, before, step, run.report(), run.applied(), run.identities(), new Transitions());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return this.number;
	}

	@Override
	public String toString() {
		return "member " + this.memberId + " life " + this.life + ": " + this.report;
	}

}
