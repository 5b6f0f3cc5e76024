package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Cluster;
import dev.viewstamped.simulator.Invocation.Outcome;
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
			.isCaughtBy(MutationStoryTests.class, "prepareOfAnEarlierViewIsNotAppended", "NOT-STOPPED",
					"ONE-LOG-IN-VIEW");
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

	/**
	 * B has heard C's promise for view 1, and is cut off until view 6, of which it is
	 * primary too. C, D and E have committed a command in view 2 meanwhile.
	 */
	@Test
	void promisesAreForgottenWhenAViewIsLeft() {
		Story.formed(5)
			.write()
			.answered()
			.drop(D, B, DoViewChange.class)
			.drop(E, B, DoViewChange.class)
			.pause(A)
			.eventually("view 1 is entered",
					(cluster) -> hasEntered(cluster, B, 1) && hasEntered(cluster, C, 1) && hasEntered(cluster, D, 1)
							&& hasEntered(cluster, E, 1))
			.later(0.1)
			.isolate(B)
			.eventually("view 2 has begun", (cluster) -> isPrimary(cluster, C, 2))
			.drop(C, A, Prepare.class, NewState.class)
			.resume(A)
			.eventually("all but member 1 are in view 2",
					(cluster) -> isNormal(cluster, A, 2) && isNormal(cluster, D, 2) && isNormal(cluster, E, 2))
			.writeAt(C)
			.answered()
			.drop(-1, -1, DoViewChange.class)
			.pause(C)
			.eventually("view 6 is entered", (cluster) -> hasEntered(cluster, A, 6))
			.pass()
			.drop(D, B, DoViewChange.class)
			.drop(E, B, DoViewChange.class)
			.heal()
			.eventually("member 1 has entered view 6", (cluster) -> cluster.replica(B).report().view() == 6)
			.later(0.3)
			.resume(C)
			.converges();
	}

	@Test
	void keepingPromisesWhenAViewIsLeftIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "this.doViewChanges.clear(); this.ownDoViewChange = null; long timeoutNanos",
					"this.ownDoViewChange = null; long timeoutNanos")
			.isCaughtBy(MutationStoryTests.class, "promisesAreForgottenWhenAViewIsLeft", "VIEW-HAS-COMMITTED");
	}

	/**
	 * What C's second life was told of incarnations reaches its third one. The second one
	 * has made a promise for view 1.
	 */
	@Test
	void answersToTheQuestionOfAnEarlierLifeDoNotCount() {
		Story story = Story.formed(5)
			.write()
			.answered()
			.crash(C)
			.copy(-1, C, IncarnationResponse.class)
			.restart(C)
			.eventually("member 2 recovers", (cluster) -> isNormal(cluster, C, 0))
			.pass();
		for (int member : new int[] { A, B, D, E }) {
			story.hold(-1, member, StartViewChange.class);
		}
		story.hold(C, B, DoViewChange.class)
			.drop(A, B, Prepare.class, Commit.class)
			.drop(A, C, Prepare.class, Commit.class)
			.drop(A, E, Prepare.class, Commit.class)
			.eventuallyHeld(C, B, DoViewChange.class)
			.crash(C)
			.pass()
			.later(1.5)
			.drop(C, -1, IncarnationRequest.class)
			.restart(C)
			.later(0.1)
			.release(-1, C, IncarnationResponse.class)
			.later(0.1)
			.pass()
			.eventually("member 2 recovers", (cluster) -> isNormal(cluster, C, 0))
			.write()
			.answered()
			.converges();
	}

	@Test
	void takingAnswersToTheQuestionOfAnEarlierLifeIsCaught() {
		NaiveRule
			.in("replica/Recovery", "if (this.announced || !message.nonce().equals(this.nonce)) {",
					"if (this.announced) {")
			.isCaughtBy(MutationStoryTests.class, "answersToTheQuestionOfAnEarlierLifeDoNotCount",
					"NO-ACK-AFTER-PROMISE", "S4-MONOTONE-INCARNATION");
	}

	/**
	 * B has a command of its view 1 that nobody else has, and A and C commit another one
	 * at its op-number in view 2.
	 */
	@Test
	void logsOfTwoViewsAreTheSameOnlyAsFarAsTheViewsAre() {
		Story.formed(3)
			.write()
			.answered()
			.pause(A)
			.eventually("view 1 has begun", (cluster) -> isPrimary(cluster, B, 1) && isNormal(cluster, C, 1))
			.resume(A)
			.eventually("member 0 is in view 1", (cluster) -> isNormal(cluster, A, 1))
			.drop(B, -1, Prepare.class, NewState.class)
			.writeAt(B)
			.later(0.05)
			.isolate(B)
			.eventually("view 2 has begun", (cluster) -> isPrimary(cluster, C, 2) && isNormal(cluster, A, 2))
			.writeAt(C)
			.answered()
			.heal()
			.converges();
	}

	@Test
	void takingLogsOfTwoViewsForTheSameIsCaught() {
		NaiveRule.in("message/History", "if (!mine.sameView(theirs)) { break; }", "")
			.isCaughtBy(MutationStoryTests.class, "logsOfTwoViewsAreTheSameOnlyAsFarAsTheViewsAre", "NO-GAP",
					"AGREEMENT", "SAME-COMMITTED", "ONE-LOG-IN-VIEW");
	}

	/**
	 * What C has confirmed before the group went on without A comes when A waits for
	 * another round.
	 */
	@Test
	void confirmationOfAnEarlierRoundDoesNotCount() {
		Story.formed(3)
			.write()
			.answered()
			.hold(C, A, ConfirmViewOk.class)
			.readAt(A, Consistency.LINEARIZABLE)
			.answered()
			.drop(A, B)
			.drop(A, C)
			.drop(B, A)
			.drop(C, A)
			.eventually("view 1 has begun", (cluster) -> isPrimary(cluster, B, 1) && isNormal(cluster, C, 1))
			.writeAt(B)
			.answered()
			.readAt(A, Consistency.LINEARIZABLE)
			.later(0.05)
			.release(C, A, ConfirmViewOk.class)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void countingConfirmationsOfAnEarlierRoundIsCaught() {
		NaiveRule.in("replica/Reads", "&& message.round() == this.sentRound", "")
			.isCaughtBy(MutationStoryTests.class, "confirmationOfAnEarlierRoundDoesNotCount", "LINEARIZABLE-READ");
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
