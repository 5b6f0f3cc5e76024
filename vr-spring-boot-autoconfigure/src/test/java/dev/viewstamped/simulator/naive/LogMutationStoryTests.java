package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Cluster;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;

/**
 * Stories for mistakes in who says what of which log, that random runs meet too seldom.
 */
class LogMutationStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	/**
	 * C hears of a command, and enters the next view before it has acknowledged it.
	 */
	@Test
	void whatWasNotAcknowledgedIsNotAcknowledgedInTheNextView() {
		Story.formed(3)
			.write()
			.answered()
			.hold(A, C, Prepare.class)
			.hold(B, C, StartViewChange.class)
			.writeAt(A)
			.eventuallyHeld(A, C, Prepare.class)
			.pause(A)
			.eventually("member 1 has entered view 1", (cluster) -> hasEntered(cluster, B, 1))
			.later(0.1)
			.pause(C)
			.release(A, C, Prepare.class)
			.later(0.05)
			.release(B, C, StartViewChange.class)
			.later(0.05)
			.resume(C)
			.resume(A)
			.converges();
	}

	@Test
	void acknowledgingTheOldLogInTheNextViewIsCaught() {
		NaiveRule
			.in("replica/NormalCase", "this.acknowledgementDue && this.state.isBackup()",
					"this.acknowledgementDue && this.state.status() != Status.RECOVERING")
			.isCaughtBy(getClass(), "whatWasNotAcknowledgedIsNotAcknowledgedInTheNextView",
					"S6-ACKNOWLEDGED-IS-HELD");
	}

	/**
	 * C fetches the log of A piece by piece. Then A is alone, and the others go on without
	 * what only A and C have.
	 */
	@Test
	void whatWasFetchedOfAnotherLogIsDropped() {
		Story.formedWithSingleEntries(5)
			.write()
			.answered()
			.crash(C)
			.drop(A, -1, Prepare.class, NewState.class)
			.writeAt(A)
			.writeAt(A)
			.writeAt(A)
			.later(0.05)
			.pass()
			.drop(A, B, Prepare.class, Commit.class, NewState.class)
			.drop(A, 3, Prepare.class, Commit.class, NewState.class)
			.drop(A, 4, Prepare.class, Commit.class, NewState.class)
			.copy(A, C, NewState.class)
			.restart(C)
			.eventually("member 2 has a piece of the log", (cluster) -> isFetching(cluster, C, "op 3 "))
			.isolate(A)
			.eventually("member 1 is primary", (cluster) -> cluster.replica(B).isNormalIn(1))
			.writeAt(B)
			.answered()
			.recovers(C)
			.heal()
			.converges();
	}

	@Test
	void keepingWhatWasFetchedOfAnotherLogIsCaught() {
		NaiveRule
			.in("replica/StateTransfer", "|| !newTarget.history().contains(entry)", "")
			.isCaughtBy(getClass(), "whatWasFetchedOfAnotherLogIsDropped", "S7-", "S1-", "S2-", "S8-");
	}

	@Test
	void waitingForEverForALogThatIsGoneIsCaught() {
		NaiveRule
			.in("replica/Recovery", "if (this.announced && this.state.nowNanos - progressNanos > timeout) {",
					"if (false) {")
			.isCaughtBy(getClass(), "whatWasFetchedOfAnotherLogIsDropped", "LIVENESS");
	}

	/**
	 * C is to take a log of which only B has the end, and B is gone.
	 */
	@Test
	void logOfAViewThatIsLeftIsGivenUp() {
		Story.formed(3)
			.write()
			.answered()
			.drop(B, C, StartView.class)
			.pause(A)
			.eventuallyPrimary(B)
			.resume(A)
			.eventuallyNormalIn(1, A)
			.drop(B, A, Prepare.class, NewState.class, Commit.class)
			.writeAt(B)
			.later(0.05)
			.pass()
			.drop(B, A, Prepare.class, NewState.class, Commit.class)
			.drop(-1, C, NewState.class)
			.eventually("member 2 is taking the log of view 1", (cluster) -> isFetching(cluster, C, ""))
			.crash(B)
			.pass()
			.write()
			.answered()
			.restart(B)
			.converges();
	}

	@Test
	void goingOnWithTheLogOfAViewThatIsLeftIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "private void leaveFor(long view) { this.stateTransfer.cancel();",
					"private void leaveFor(long view) {")
			.isCaughtBy(getClass(), "logOfAViewThatIsLeftIsGivenUp", "LIVENESS", "STORY");
	}

	/**
	 * A is cut off as primary of view 0, and asked. Then it hears what the others have
	 * promised for view 3, of which it is primary too; they are in view 4.
	 */
	@Test
	void readIsNotAnsweredInALaterViewThanItWasAskedIn() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.hold(-1, A, DoViewChange.class)
			.drop(-1, B, DoViewChange.class)
			.drop(-1, C, DoViewChange.class);
		story.separate(A, B, C)
			.eventually("view 3 is entered", (cluster) -> hasEntered(cluster, B, 3) && hasEntered(cluster, C, 3))
			.later(0.05)
			.pass()
			.hold(-1, A, DoViewChange.class)
			.separate(A, B, C)
			.eventuallyNormalIn(4, B, C)
			.writeAt(B)
			.answered()
			.readAt(A, Consistency.LINEARIZABLE)
			.later(0.02)
			.release(-1, A, DoViewChange.class)
			.ends(Outcome.OK, Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void answeringAReadInALaterViewIsCaught() {
		NaiveRule.in("replica/Reads", "this.waiting.clear(); this.confirmedRound", "this.confirmedRound")
			.isCaughtBy(getClass(), "readIsNotAnsweredInALaterViewThanItWasAskedIn", "S13-LINEARIZABLE-READ");
	}

	private static boolean hasEntered(Cluster cluster, int member, long view) {
		return cluster.replica(member).report().status() == Status.VIEW_CHANGE
				&& cluster.replica(member).report().view() == view;
	}

	private static boolean isFetching(Cluster cluster, int member, String upTo) {
		var condition = cluster.replica(member).report().condition();
		return condition != null && condition.message().startsWith("Fetching the log of the group: " + upTo);
	}

}
