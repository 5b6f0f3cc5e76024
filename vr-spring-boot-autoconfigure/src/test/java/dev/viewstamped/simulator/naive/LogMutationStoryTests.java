package dev.viewstamped.simulator.naive;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Cluster;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;

/**
 * Stories for mistakes in who says what of which log, that random runs meet too seldom.
 */
class LogMutationStoryTests {

	private static final Pattern PROGRESS = Pattern.compile("^Fetching the log of the group: op (\\d+) of");

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

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
			.isCaughtBy(getClass(), "whatWasNotAcknowledgedIsNotAcknowledgedInTheNextView", "S6-ACKNOWLEDGED-IS-HELD");
	}

	/**
	 * C fetches the log of A piece by piece. Then A is alone, and the others go on
	 * without what only A and C have.
	 */
	@Test
	void whatWasFetchedOfAnotherLogIsDropped() {
		Story story = Story.formedWithSingleEntries(5)
			.writeAt(A)
			.answered()
			.crash(C)
			.drop(A, B, Prepare.class, Commit.class, NewState.class)
			.drop(A, D, Prepare.class, Commit.class, NewState.class)
			.drop(A, E, Prepare.class, Commit.class, NewState.class)
			.hold(A, C, NewState.class)
			.writeAt(A)
			.writeAt(A)
			.later(0.05)
			.restart(C);
		AtomicBoolean hasMore = new AtomicBoolean();
		while (!hasMore.get()) {
			story.eventuallyHeld(A, C, NewState.class)
				.release(A, C, NewState.class)
				.later(0.01)
				.happens((cluster) -> hasMore.set(reached(cluster, C) > cluster.replica(B).report().opNumber()));
		}
		story.eventuallyHeld(A, C, NewState.class)
			.pass()
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
		NaiveRule.in("replica/LogTarget", "|| !this.history.contains(entry)", "")
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
	 * D is to take a log of which only B has the end, and B is gone.
	 */
	@Test
	void logOfAViewThatIsLeftIsGivenUp() {
		Story.formed(5)
			.write()
			.answered()
			.drop(B, D, StartView.class)
			.pause(A)
			.eventuallyNormalIn(1, B, C, E)
			.resume(A)
			.eventuallyNormalIn(1, A)
			.drop(B, -1, Prepare.class, NewState.class, Commit.class)
			.writeAt(B)
			.later(0.05)
			.pass()
			.drop(B, -1, Prepare.class, NewState.class, Commit.class)
			.eventually("member 3 is taking the log of view 1", (cluster) -> isFetching(cluster, D))
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

	private static boolean isFetching(Cluster cluster, int member) {
		return reached(cluster, member) > 0;
	}

	/**
	 * Up to which op a member has fetched a log.
	 */
	private static long reached(Cluster cluster, int member) {
		Condition condition = cluster.replica(member).report().condition();
		Matcher matcher = PROGRESS.matcher((condition != null) ? condition.message() : "");
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

}
