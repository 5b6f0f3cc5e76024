package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Cluster;
import dev.viewstamped.simulator.Story;

/**
 * Stories for mistakes that lose nothing and make the group wait, or change views, where
 * it need not.
 */
class LivenessMutationStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	@Test
	void lostPromiseIsSentAgainSoon() {
		Story.formed(3)
			.write()
			.answered()
			.drop(C, B, DoViewChange.class)
			.pause(A)
			.eventually("view 1 is entered", (cluster) -> hasEntered(cluster, B, 1) && hasEntered(cluster, C, 1))
			.later(0.05)
			.pass()
			.later(0.3)
			.now("view 1 has begun", (cluster) -> cluster.replica(B).isNormalIn(1) && cluster.replica(C).isNormalIn(1))
			.resume(A)
			.converges();
	}

	@Test
	void sendingPromisesOnlyOnceIsCaught() {
		NaiveRule
			.in("replica/ViewChange", ">= this.state.options.heartbeatIntervalNanos()) { announce(); }",
					">= this.state.options.heartbeatIntervalNanos()) { this.lastSentNanos = this.state.nowNanos; }")
			.isCaughtBy(getClass(), "lostPromiseIsSentAgainSoon", "STORY");
	}

	/**
	 * What C promises does not reach B, and B's StartView is lost once.
	 */
	@Test
	void lostStartViewIsSentAgainSoon() {
		Story.formed(5)
			.write()
			.answered()
			.drop(C, B, DoViewChange.class)
			.drop(B, C, StartView.class)
			.pause(A)
			.eventuallyNormalIn(1, B, D, E)
			.later(0.05)
			.pass()
			.drop(C, B, DoViewChange.class)
			.later(0.3)
			.now("member 2 is in view 1", (cluster) -> cluster.replica(C).isNormalIn(1))
			.resume(A)
			.converges();
	}

	@Test
	void sendingStartViewOnlyOnceIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "if (message.entered() && view == this.state.view() && this.state.isPrimary()) {",
					"if (false) {")
			.isCaughtBy(getClass(), "lostStartViewIsSentAgainSoon", "STORY");
	}

	/**
	 * One backup after the other does not hear the primary for a while.
	 */
	@Test
	void votesOfLongAgoDoNotCount() {
		Story story = Story.formed(5).write().answered();
		for (int member : new int[] { C, D, E }) {
			story.drop(A, member).later(2.5).pass().later(3);
		}
		story.now("no view was begun", (cluster) -> cluster.maxView() == 0).converges();
	}

	@Test
	void countingVotesOfLongAgoIsCaught() {
		NaiveRule.in("replica/Votes",
				"return voted != NEVER && this.state.nowNanos - voted <= this.state.options.viewChangeTimeoutNanos();",
				"return voted != NEVER;")
			.isCaughtBy(getClass(), "votesOfLongAgoDoNotCount", "STORY");
	}

	/**
	 * A has fallen silent as primary of view 0, and is primary of view 3 too.
	 */
	@Test
	void primaryThatWasSilentSpeaksInItsNextView() {
		Story.formed(3)
			.write()
			.answered()
			.drop(-1, A, PrepareOk.class)
			.writeAt(A)
			.eventuallyNormalIn(1, A, B, C)
			.pass()
			.pause(B)
			.eventuallyNormalIn(2, A, C)
			.resume(B)
			.eventuallyNormalIn(2, B)
			.pause(C)
			.eventuallyNormalIn(3, A, B)
			.resume(C)
			.later(10)
			.now("no further view was begun", (cluster) -> cluster.maxView() == 3)
			.writeAt(A)
			.answered()
			.converges();
	}

	@Test
	void stayingSilentIsCaught() {
		NaiveRule
			.in("replica/NormalCase", "this.lastHeardPrimaryNanos = now; this.silent = false;",
					"this.lastHeardPrimaryNanos = now;")
			.isCaughtBy(getClass(), "primaryThatWasSilentSpeaksInItsNextView", "STORY");
	}

	/**
	 * C lacks a command, and hears of the one after it; heartbeats are lost.
	 */
	@Test
	void gapBeforeAPrepareIsFilledSoon() {
		Story.formed(3)
			.write()
			.answered()
			.drop(A, C, Prepare.class, Commit.class)
			.writeAt(A)
			.answered()
			.pass()
			.drop(A, C, Commit.class)
			.writeAt(A)
			.answered()
			.later(0.1)
			.now("member 2 has all", (cluster) -> opNumber(cluster, C) == opNumber(cluster, A))
			.converges();
	}

	@Test
	void leavingTheGapBeforeAPrepareIsCaught() {
		NaiveRule
			.in("replica/NormalCase",
					"if (parent.opNumber() > log.opNumber()) { this.stateTransfer.fillGap(); return false; }",
					"if (parent.opNumber() > log.opNumber()) { return false; }")
			.isCaughtBy(getClass(), "gapBeforeAPrepareIsFilledSoon", "STORY");
	}

	@Test
	void lostRequestForConfirmationIsSentAgainSoon() {
		Story.formed(3)
			.write()
			.answered()
			.drop(A, -1, ConfirmView.class)
			.readAt(A, Consistency.LINEARIZABLE)
			.later(0.05)
			.pass()
			.later(0.3)
			.answeredAlready()
			.converges();
	}

	@Test
	void askingForConfirmationOnlyOnceIsCaught() {
		NaiveRule
			.in("replica/Reads", ">= this.state.options.heartbeatIntervalNanos()) { send(); }",
					">= this.state.options.heartbeatIntervalNanos()) { }")
			.isCaughtBy(getClass(), "lostRequestForConfirmationIsSentAgainSoon", "STORY");
	}

	/**
	 * The backups have not run for a while, and nor has what they would have heard.
	 */
	@Test
	void silenceWhileNotRunningIsNoReasonToVote() {
		Story.formed(3)
			.write()
			.answered()
			.pause(B, C)
			.later(3)
			.resume(B, C)
			.later(3)
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	@Test
	void votingAfterNotRunningIsCaught() {
		NaiveRule.in("replica/Replica", "this.contacts.forget(); this.viewChange.restartSilence();", "")
			.isCaughtBy(getClass(), "silenceWhileNotRunningIsNoReasonToVote", "STORY");
	}

	/**
	 * The request at C waits for A, which is gone.
	 */
	@Test
	void requestIsSentAgainAsSoonAsThereIsAPrimary() {
		Story.formed(3)
			.writeAt(C)
			.answered()
			.pause(A)
			.writeAt(C)
			.eventuallyNormalIn(1, B, C)
			.later(0.02)
			.answeredAlready()
			.resume(A)
			.converges();
	}

	@Test
	void waitingToSendAgainToANewPrimaryIsCaught() {
		NaiveRule.in("replica/Replica", "this.routes.announcePrimary();", "")
			.isCaughtBy(getClass(), "requestIsSentAgainAsSoonAsThereIsAPrimary", "STORY");
	}

	private static long opNumber(Cluster cluster, int member) {
		return cluster.replica(member).report().opNumber();
	}

	private static boolean hasEntered(Cluster cluster, int member, long view) {
		return cluster.replica(member).report().status() == Status.VIEW_CHANGE
				&& cluster.replica(member).report().view() == view;
	}

}
