package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Cluster;
import dev.viewstamped.simulator.Story;

/**
 * Stories for mistakes that random runs meet too seldom. Each is told with our rule and
 * with the naive one.
 */
class MutationStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * B is primary of the views 1 and 4. What C promises for view 1 comes when B is in
	 * view 4, and C has committed a command in view 2 meanwhile, which B lacks.
	 */
	@Test
	void promiseForAnEarlierViewDoesNotCountInALaterOne() {
		Story.formed(3)
			.write()
			.answered()
			.hold(C, B, DoViewChange.class)
			.pause(A)
			.eventually("view 2 has begun", (cluster) -> isPrimary(cluster, C, 2) && isNormal(cluster, B, 2))
			.pass()
			.drop(C, B, Prepare.class, NewState.class)
			.resume(A)
			.eventually("member 0 is in view 2", (cluster) -> isNormal(cluster, A, 2))
			.writeAt(C)
			.answered()
			.pause(C)
			.hold(B, A, DoViewChange.class)
			.hold(A, B, DoViewChange.class)
			.eventually("member 1 has entered view 4", (cluster) -> hasEntered(cluster, B, 4))
			.release(C, B, DoViewChange.class)
			.later(0.2)
			.resume(C)
			.converges();
	}

	@Test
	void countingPromisesForAnEarlierViewIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "if (view != this.state.view() || this.state.primary() != this.state.self) {",
					"if (this.state.primary() != this.state.self) {")
			.isCaughtBy(MutationStoryTests.class, "promiseForAnEarlierViewDoesNotCountInALaterOne",
					"VIEW-HAS-COMMITTED");
	}

	/**
	 * What A sent as the primary of view 0 reaches C when C is a backup of view 1.
	 */
	@Test
	void prepareOfAnEarlierViewIsNotAppended() {
		Story.formed(3)
			.write()
			.answered()
			.drop(A, B, Prepare.class)
			.drop(A, -1, NewState.class)
			.hold(A, C, Prepare.class)
			.writeAt(A)
			.eventuallyHeld(A, C, Prepare.class)
			.pause(A)
			.eventually("view 1 has begun", (cluster) -> isPrimary(cluster, B, 1) && isNormal(cluster, C, 1))
			.release(A, C, Prepare.class)
			.later(0.2)
			.writeAt(B)
			.answered()
			.resume(A)
			.converges();
	}

	@Test
	void appendingWhatAnEarlierPrimarySentIsCaught() {
		NaiveRule
			.in("replica/NormalCase",
					"return this.state.isBackup() && view == this.state.view() && from == this.state.primary();",
					"return this.state.isBackup() && view <= this.state.view();")
			.isCaughtBy(MutationStoryTests.class, "prepareOfAnEarlierViewIsNotAppended", "NOT-STOPPED");
	}

	/**
	 * C is to be primary of view 2 and lacks a command that B has committed with D and E.
	 * Of those who are asked for it, A has something else at its op-number.
	 */
	@Test
	void entriesOfAnotherLogAreNotTaken() {
		Story.formed(5)
			.write()
			.answered()
			.drop(A, -1, Prepare.class, NewState.class)
			.writeAt(A)
			.later(0.05)
			.isolate(A)
			.eventually("view 1 has begun",
					(cluster) -> isPrimary(cluster, B, 1) && isNormal(cluster, C, 1) && isNormal(cluster, D, 1)
							&& isNormal(cluster, E, 1))
			.pass()
			.drop(B, C, Prepare.class, NewState.class)
			.writeAt(B)
			.answered()
			.drop(D, C, NewState.class)
			.drop(E, C, NewState.class)
			.pause(B)
			.eventually("member 2 has entered view 2", (cluster) -> hasEntered(cluster, C, 2))
			.heal()
			.later(0.8)
			.resume(B)
			.converges();
	}

	@Test
	void takingEntriesOfAnotherLogIsCaught() {
		NaiveRule.in("replica/StateTransfer", "&& current.history().contains(entry)", "")
			.isCaughtBy(MutationStoryTests.class, "entriesOfAnotherLogAreNotTaken", "VIEW-HAS-COMMITTED");
	}

	private static boolean isPrimary(Cluster cluster, int member, long view) {
		return isNormal(cluster, member, view) && cluster.replica(member).report().role() == Role.PRIMARY;
	}

	private static boolean isNormal(Cluster cluster, int member, long view) {
		ReplicaReport report = cluster.replica(member).report();
		return report.status() == Status.NORMAL && report.view() == view;
	}

	private static boolean hasEntered(Cluster cluster, int member, long view) {
		ReplicaReport report = cluster.replica(member).report();
		return report.status() == Status.VIEW_CHANGE && report.view() == view;
	}

}
