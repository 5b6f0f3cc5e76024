package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.Members.D;
import static dev.viewstamped.simulator.scenario.Members.E;
import static dev.viewstamped.simulator.scenario.OldPromise.commitWithout;
import static dev.viewstamped.simulator.scenario.OldPromise.inViewOne;
import static dev.viewstamped.simulator.scenario.OldPromise.recoversInViewZero;
import static dev.viewstamped.simulator.scenario.OldPromise.unheard;

/**
 * CE3: two lives of a member have the same number. The second life of C promises view 1
 * and ends. The third asks for its number, and B alone answers, which has not heard of
 * the second: the third life would call itself by the number of the second, and the old
 * promise would pass for its own. Our rule: a life takes a number only when a quorum of
 * the others has told what it knows.
 */
class CE3IncarnationQuorumTests {

	@Test
	void numberOfALifeIsLearnedFromAQuorum() {
		Story story = Story.formed(5).write().answered().crash(C).drop(C, B).restart(C);
		recoversInViewZero(story, C);
		story = OldPromise.ofC(story.pass(), 5)
			.hold(C, A, IncarnationRequest.class)
			.hold(C, D, IncarnationRequest.class)
			.hold(C, E, IncarnationRequest.class)
			.restart(C)
			.later(0.3)
			.pass()
			.drop(C, B)
			.release(-1, -1, IncarnationRequest.class);
		recoversInViewZero(story, C);
		commitWithout(story, B, E);
		unheard(story, B, E, A, C, D);
		inViewOne(story.release(C, B, StartViewChange.class, DoViewChange.class), B, E).converges();
	}

	@Test
	void numberThatIsLearnedFromOneMemberIsCaught() {
		NaiveRule.in("replica/Recovery", "answers >= this.state.quorums.neededOthersToRecover()", "answers >= 1")
			.isCaughtBy(CE3IncarnationQuorumTests.class, "numberOfALifeIsLearnedFromAQuorum", "NO-ACK-AFTER-PROMISE",
					"S4-MONOTONE-INCARNATION");
	}

}
