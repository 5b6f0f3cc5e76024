package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.OldPromise.recoversInViewZero;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D2: the paper's recovery without a disk (§4.3, §8.2) forgets promises, with never more
 * than one replica down. B is in view 1, says so, crashes, and recovers in view 0. What
 * it said reaches C, which follows into view 1 and promises it to B; C crashes and
 * recovers in view 0 as well. A commits x with C. Now C's old promise reaches B: with its
 * own it is a quorum, and view 1 begins without x. Our rule: each life of a member has a
 * number, and what a life says that is known to be over is dropped.
 */
class D2CrashVectorTests {

	@Test
	void promiseThatAVoteOfADeadLifeCausedDoesNotCount() {
		Story story = withOldVoteOfB().hold(C, B, StartViewChange.class, DoViewChange.class, Ping.class)
			.hold(C, A, StartViewChange.class)
			.release(B, C, StartViewChange.class)
			.later(0.2)
			.crash(C)
			.restart(C);
		recoversInViewZero(story, C).drop(A, B, Prepare.class, NewState.class)
			.write()
			.answered()
			.release(C, B)
			.later(0.3)
			.converges();
	}

	@Test
	void voteOfALifeThatIsOverMovesNobody() {
		withOldVoteOfB().hold(C, B, StartViewChange.class, DoViewChange.class)
			.hold(C, A, StartViewChange.class)
			.release(B, C, StartViewChange.class)
			.later(0.2)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.NORMAL))
			.look(C, (report) -> assertThat(report.view()).isZero())
			.converges();
	}

	/**
	 * Incarnations are looked at when a message arrives and when a quorum is counted: the
	 * paper does neither.
	 */
	@Test
	void recoveryWithoutCrashVectorsIsCaught() {
		NaiveRule
			.in("replica/Dispatch", "if (header.incarnation() < this.state.crashVector().get(header.from())) {",
					"if (false) {")
			.and("replica/DoViewChanges",
					"message.header().incarnation() < this.state.crashVector().get(message.header().from())", "false")
			.isCaughtBy(D2CrashVectorTests.class, "promiseThatAVoteOfADeadLifeCausedDoesNotCount", "DEAD-INCARNATION");
	}

	/**
	 * B's votes are held, and B has recovered in view 0.
	 */
	private static Story withOldVoteOfB() {
		Story story = Story.formed(3)
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
			.restart(B);
		return recoversInViewZero(story, B);
	}

}
