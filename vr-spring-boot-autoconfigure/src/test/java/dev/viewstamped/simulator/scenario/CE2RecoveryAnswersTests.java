package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Recovery;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.Members.D;
import static dev.viewstamped.simulator.scenario.Members.E;
import static dev.viewstamped.simulator.scenario.OldPromise.recoversInViewZero;

/**
 * CE2: the answers that a member recovers from come from lives of which one is over. C
 * promises view 1 and crashes. D answers the Recovery of C's next life, crashes in its
 * turn, and its next life recovers from A, B and E, none of which has heard of C's. So D
 * has no reason to refuse the old promise of C, and view 1 begins with B, D and C's dead
 * life. If C now counted the answer of D's dead life together with those of A and E, it
 * would be normal in view 0 and help to commit x there, which view 1 lacks. Our rule: an
 * answer does not count if another one knows a later life of its sender.
 */
class CE2RecoveryAnswersTests {

	@Test
	void answerOfALifeThatAnotherAnswerKnowsToBeOverDoesNotCount() {
		Story story = OldPromise.ofC(5)
			.drop(C, B)
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
		story.drop(B, A).drop(B, E).drop(B, C).drop(D, A).drop(D, E).release(C, B);
		story.eventuallyNormalIn(1, B, D).pass();
		story.separate(B, A, C, E);
		story.separate(D, A, C, E);
		story.release(C, -1, Recovery.class).later(0.1).write().later(0.5).converges();
	}

	@Test
	void answersThatAreOnlyCountedAreCaught() {
		NaiveRule
			.in("replica/Recovery",
					"message.header().incarnation() < this.state.crashVector().get(message.header().from())", "false")
			.isCaughtBy(CE2RecoveryAnswersTests.class, "answerOfALifeThatAnotherAnswerKnowsToBeOverDoesNotCount",
					"VIEW-HAS-COMMITTED");
	}

}
