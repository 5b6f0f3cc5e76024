package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.Recovery;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of promises that a life made and that arrive when it is over. Members 0 to 4
 * are A to E of the protocol's notes; A is the primary of view 0, B that of view 1.
 */
class CrashVectorStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * C's next life recovers in view 0 from A, D and E, and helps to commit x. B, which
	 * has not heard of that life, begins view 1 with the old promise and with E's.
	 */
	@Test
	void promiseOfALifeThatAnotherPromiseKnowsToBeOverDoesNotCountCE1() {
		Story story = withOldPromiseOfC(5).drop(C, B).restart(C);
		recoversInViewZero(story, C);
		commitWithout(story, B, E);
		story.drop(B, A)
			.drop(B, C)
			.drop(B, D)
			.drop(E, A)
			.drop(E, C)
			.drop(E, D)
			.release(C, B)
			.eventually("members 1 and 4 are in view 1",
					(cluster) -> cluster.replica(B).report().view() == 1 && cluster.replica(E).report().view() == 1)
			.later(0.2)
			.converges();
	}

	/**
	 * The same, and E's promise comes first.
	 */
	@Test
	void promiseOfALifeThatIsKnownToBeOverIsDropped() {
		Story story = withOldPromiseOfC(5).drop(C, B).restart(C);
		recoversInViewZero(story, C);
		commitWithout(story, B, E);
		story.drop(B, A)
			.drop(B, C)
			.drop(B, D)
			.drop(E, A)
			.drop(E, C)
			.drop(E, D)
			.release(C, B, StartViewChange.class)
			.eventually("members 1 and 4 are in view 1",
					(cluster) -> cluster.replica(B).report().view() == 1 && cluster.replica(E).report().view() == 1)
			.later(0.2)
			.release(C, B, DoViewChange.class)
			.later(0.2)
			.converges();
	}

	/**
	 * The Recovery of C's next life is answered by D, which then crashes too, and its
	 * next life has not heard of C's. B, that life and the old promise of C begin view 1.
	 * Only then A and E answer C.
	 */
	@Test
	void answerOfALifeThatAnotherAnswerKnowsToBeOverDoesNotCountCE2() {
		Story story = withOldPromiseOfC(5).drop(C, B)
			.hold(C, A, Recovery.class)
			.hold(C, E, Recovery.class)
			.drop(D, C, Recovery.class)
			.restart(C)
			.eventuallyHeld(C, E, Recovery.class)
			.later(0.04)
			.drop(C, D)
			.drop(A, C)
			.drop(E, C)
			.drop(D, C)
			.crash(D)
			.restart(D);
		recoversInViewZero(story, D);
		story.drop(B, A)
			.drop(B, E)
			.drop(B, C)
			.drop(D, A)
			.drop(D, E)
			.release(C, B)
			.eventually("members 1 and 3 are in view 1",
					(cluster) -> cluster.replica(B).isNormal() && cluster.replica(D).isNormal()
							&& cluster.replica(B).report().view() == 1 && cluster.replica(D).report().view() == 1)
			.pass()
			.drop(B, A)
			.drop(B, E)
			.drop(B, C)
			.drop(D, A)
			.drop(D, E)
			.drop(D, C)
			.drop(A, B)
			.drop(A, D)
			.drop(E, B)
			.drop(E, D)
			.drop(C, B)
			.drop(C, D)
			.release(C, -1, Recovery.class)
			.later(0.1)
			.write()
			.later(0.5)
			.converges();
	}

	/**
	 * The second life of C promises view 1. The third life asks for its number; B alone
	 * answers, which has not heard of the second one.
	 */
	@Test
	void numberOfALifeIsLearnedFromAQuorumCE3() {
		Story story = Story.formed(5).write().answered().crash(C).drop(C, B).restart(C);
		recoversInViewZero(story, C);
		story = oldPromiseOfC(story.pass(), 5).hold(C, A, IncarnationRequest.class)
			.hold(C, D, IncarnationRequest.class)
			.hold(C, E, IncarnationRequest.class)
			.restart(C)
			.later(0.3)
			.pass()
			.drop(C, B)
			.release(-1, -1, IncarnationRequest.class);
		recoversInViewZero(story, C);
		commitWithout(story, B, E);
		story.drop(B, A)
			.drop(B, C)
			.drop(B, D)
			.drop(E, A)
			.drop(E, C)
			.drop(E, D)
			.release(C, B, StartViewChange.class, DoViewChange.class)
			.eventually("members 1 and 4 are in view 1",
					(cluster) -> cluster.replica(B).report().view() == 1 && cluster.replica(E).report().view() == 1)
			.later(0.2)
			.converges();
	}

	/**
	 * Of three members, C recovers while B is out of reach. It must wait for B, which has
	 * its promise.
	 */
	@Test
	void memberOfThreeRecoversFromBothOthersCE4() {
		withOldPromiseOfC(3).drop(C, B)
			.drop(B, C)
			.restart(C)
			.drop(A, B, Prepare.class, NewState.class)
			.later(0.5)
			.write()
			.later(0.5)
			.release(C, B)
			.eventually("member 1 is in view 1", (cluster) -> cluster.replica(B).report().view() == 1)
			.later(0.2)
			.converges();
	}

	/**
	 * The third life of C learns from E of the second one, tells E alone of itself and
	 * crashes. The fourth life does not hear E, takes an earlier number than the third
	 * one's, and then needs E.
	 */
	@Test
	void recoveringLifeThatIsTakenForAnEarlierOneTakesALaterNumber() {
		Story.formed(5)
			.write()
			.answered()
			.crash(C)
			.drop(C, A, Recovery.class)
			.drop(C, B, Recovery.class)
			.drop(C, D, Recovery.class)
			.restart(C)
			.later(0.1)
			.crash(C)
			.drop(D, C)
			.restart(C)
			.later(0.1)
			.crash(C)
			.pass()
			.drop(C, -1, Recovery.class)
			.drop(E, C)
			.restart(C)
			.later(0.1)
			.crash(D)
			.pass()
			.eventually("member 2 recovers", (cluster) -> cluster.replica(C).isNormal())
			.write()
			.answered()
			.converges();
	}

	/**
	 * B enters view 1, says so, and crashes; its next life recovers in view 0. The old
	 * message must not move C, whose promise would then be old in its turn.
	 */
	@Test
	void voteOfALifeThatIsOverMovesNobodyD2() {
		Story.formed(3)
			.write()
			.answered()
			.hold(-1, A, StartViewChange.class)
			.hold(-1, C, StartViewChange.class)
			.drop(A, B, Prepare.class, Commit.class)
			.drop(A, C, Prepare.class, Commit.class)
			.eventually("member 1 has entered view 1", (cluster) -> cluster.replica(B).report().view() == 1)
			.crash(B)
			.pass()
			.later(1.5)
			.restart(B)
			.eventually("member 1 recovers", (cluster) -> cluster.replica(B).isNormal())
			.look(B, (report) -> assertThat(report.view()).isZero())
			.hold(C, B, StartViewChange.class, DoViewChange.class)
			.hold(C, A, StartViewChange.class)
			.release(B, C, StartViewChange.class)
			.later(0.2)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.NORMAL))
			.look(C, (report) -> assertThat(report.view()).isZero())
			.converges();
	}

	private static Story withOldPromiseOfC(int replicas) {
		return oldPromiseOfC(Story.formed(replicas).write().answered(), replicas);
	}

	/**
	 * C votes, is in view 1, and sends its promise to B. All that is held; C crashes, and
	 * the others go on in view 0.
	 */
	private static Story oldPromiseOfC(Story story, int replicas) {
		for (int member = 0; member < replicas; member++) {
			if (member != C) {
				story.hold(-1, member, StartViewChange.class);
			}
			if (member != A && member != D) {
				story.drop(A, member, Prepare.class, Commit.class);
			}
		}
		return story.hold(C, B, DoViewChange.class)
			.drop(C, B)
			.eventuallyHeld(C, B, DoViewChange.class)
			.crash(C)
			.pass()
			.later(1.5);
	}

	private static void recoversInViewZero(Story story, int member) {
		story.eventually("member " + member + " recovers", (cluster) -> cluster.replica(member).isNormal())
			.look(member, (report) -> assertThat(report.view()).isZero());
	}

	private static void commitWithout(Story story, int... members) {
		for (int member : members) {
			story.drop(A, member, Prepare.class, NewState.class);
		}
		story.write().answered();
	}

}
