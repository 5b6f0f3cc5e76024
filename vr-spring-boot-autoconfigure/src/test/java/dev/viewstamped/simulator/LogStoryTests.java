package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of logs that differ, and of which one a view takes. Members 0 to 4 are A to E
 * of the protocol's notes.
 */
class LogStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * Half of the members is no quorum, neither to commit nor to begin a view.
	 */
	@Test
	void halfOfAGroupDoesNothingD5() {
		Story story = Story.formed(4).write().answered();
		separate(story, A, C, D);
		separate(story, B, C, D);
		story.write()
			.later(4)
			.pending()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.pass()
			.converges();
	}

	/**
	 * A has x, which is not committed, where view 1 has other entries. The Prepare of the
	 * next command of view 1 reaches A before that view's log.
	 */
	@Test
	void prepareOfALaterViewIsNotAppendedD7() {
		Story.formed(3)
			.writeAt(A)
			.answered()
			.isolate(A)
			.writeAt(A)
			.later(0.1)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.write()
			.answered()
			.drop(B, A, StartView.class, NewState.class)
			.heal()
			.write()
			.answered()
			.later(0.2)
			.look(A, (report) -> assertThat(report.view()).isZero())
			.look(A, (report) -> assertThat(report.commitNumber()).isEqualTo(2))
			.converges();
	}

	/**
	 * B acknowledges x in view 0, and drops it in view 2, where C alone has w. A begins
	 * view 5 with x and counts D; B's acknowledgement, counted or late, is for a log that
	 * B has no more.
	 */
	@Test
	void acknowledgementOfAnEarlierViewDoesNotCountD8() {
		Story story = Story.formed(5)
			.writeAt(A)
			.answered()
			.later(10)
			.copy(B, A, PrepareOk.class)
			.drop(A, C, Prepare.class, NewState.class)
			.drop(A, D, Prepare.class, NewState.class)
			.drop(A, E, Prepare.class, NewState.class)
			.writeAt(A)
			.later(0.1)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.isolate(A)
			.isolate(B)
			.drop(C, D, StartView.class)
			.drop(C, E, StartView.class)
			.eventually("member 2 begins view 2", (cluster) -> isNormalIn(cluster, C, 2))
			.heal()
			.isolate(A)
			.eventually("member 1 is in view 2", (cluster) -> isNormalIn(cluster, B, 2))
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.drop(C, -1, Prepare.class, NewState.class)
			.writeAt(C)
			.later(0.1)
			.look(C, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.pass()
			.heal();
		separate(story, B, A, D, E);
		separate(story, C, A, D, E);
		story.drop(-1, D, DoViewChange.class)
			.drop(-1, E, DoViewChange.class)
			.drop(A, E, StartView.class, Prepare.class, Commit.class)
			.eventually("members 0 and 3 are in view 5",
					(cluster) -> isNormalIn(cluster, A, 5) && isNormalIn(cluster, D, 5))
			.release(B, A, PrepareOk.class)
			.later(0.1)
			.pass()
			.isolate(A)
			.isolate(D)
			.eventually("a view is begun without members 0 and 3",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() > 5) == 3);
		story.write().answered().converges();
	}

	/**
	 * B and C commit y in view 1. A has more entries of view 0, which are not committed.
	 */
	@Test
	void logOfTheLatestNormalViewIsTakenNotTheLongestD9() {
		Story.formed(3)
			.writeAt(A)
			.answered()
			.isolate(A)
			.writeAt(A)
			.writeAt(A)
			.writeAt(A)
			.writeAt(A)
			.write()
			.answered()
			.look(A, (report) -> assertThat(report.opNumber()).isGreaterThanOrEqualTo(6))
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.crash(B)
			.heal()
			.write()
			.answered()
			.restart(B)
			.converges();
	}

	/**
	 * A commits and tells E alone. The view change of the others knows of less.
	 */
	@Test
	void commitNumberDoesNotGoBackD12() {
		Story.formed(5)
			.writeAt(A)
			.answered()
			.later(10)
			.drop(A, B, Commit.class)
			.drop(A, C, Commit.class)
			.drop(A, D, Commit.class)
			.writeAt(A)
			.answered()
			.eventually("member 4 has executed it", (cluster) -> cluster.replica(E).report().executedNumber() == 4)
			.hold(E, B, DoViewChange.class)
			.crash(A)
			.eventually("member 4 is in view 1", (cluster) -> isNormalIn(cluster, E, 1))
			.look(E, (report) -> assertThat(report.commitNumber()).isEqualTo(4))
			.restart(A)
			.converges();
	}

	/**
	 * An acknowledgement is lost, and no further command comes.
	 */
	@Test
	void commandIsCommittedThoughItsAcknowledgementsAreLostD13() {
		Story.formed(3)
			.write()
			.answered()
			.drop(-1, A, PrepareOk.class)
			.write()
			.later(0.3)
			.pending()
			.pass()
			.answered()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	/**
	 * B, which is to be primary of view 1, lacks an entry that C has, and C crashes
	 * before it gives it.
	 */
	@Test
	void viewWhoseLogIsOutOfReachFailsD11() {
		Story.formed(5)
			.writeAt(A)
			.answered()
			.drop(A, B, Prepare.class, NewState.class)
			.drop(A, D, Prepare.class, NewState.class)
			.writeAt(A)
			.answered()
			.drop(-1, B, NewState.class)
			.crash(A)
			.eventually("member 1 is to be primary",
					(cluster) -> cluster.replica(B).report().view() == 1
							&& cluster.replica(B).report().status() == Status.VIEW_CHANGE)
			.later(0.2)
			.crash(C)
			.eventually("member 3 begins view 3", (cluster) -> isNormalIn(cluster, D, 3))
			.look(D, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.pass()
			.write()
			.answered()
			.restart(A, C)
			.converges();
	}

	private static void separate(Story story, int member, int... others) {
		for (int other : others) {
			story.drop(member, other).drop(other, member);
		}
	}

	private static boolean isNormalIn(Cluster cluster, int member, long view) {
		return cluster.replica(member).isNormal() && cluster.replica(member).report().view() == view;
	}

}
