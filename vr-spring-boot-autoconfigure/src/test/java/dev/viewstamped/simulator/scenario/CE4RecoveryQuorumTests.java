package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;

/**
 * CE4: a member of three recovers from one other. C promises view 1 to B and crashes. Its
 * next life recovers from A alone, in view 0, and helps A to commit x; then the old
 * promise reaches B, which has heard of no other life, and view 1 begins without x. Our
 * rule: the members that one recovers from are a quorum without counting it, for it
 * remembers nothing; of three members these are both others.
 */
class CE4RecoveryQuorumTests {

	@Test
	void memberOfThreeRecoversFromBothOthers() {
		OldPromise.ofC(3)
			.drop(C, B)
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

	@Test
	void recoveryQuorumThatCountsTheMemberItselfIsCaught() {
		NaiveRule.in("replica/Quorums", "Math.min(needed(), this.size - 1)", "needed() - 1")
			.isCaughtBy(CE4RecoveryQuorumTests.class, "memberOfThreeRecoversFromBothOthers", "VIEW-HAS-COMMITTED");
	}

}
