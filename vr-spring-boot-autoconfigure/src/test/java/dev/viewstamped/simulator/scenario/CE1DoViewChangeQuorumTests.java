package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.DoViewChange;
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
 * CE1: the promises that begin a view come from lives of which another one is known to be
 * over. C promises view 1 with an empty log and crashes; its next life recovers in view
 * 0, tells all but B of itself and helps to commit x. B has not heard of that life, so it
 * sees no harm in the old promise; together with E's, which lacks x as well, it is a
 * quorum of five. Our rule: a promise does not count if any promise of the quorum knows a
 * later life of its sender. Three members cannot show it, for there every quorum has the
 * primary to be or the restarted member itself.
 */
class CE1DoViewChangeQuorumTests {

	private static final NaiveRule WITHOUT_CONSISTENT_QUORUM = NaiveRule.in("replica/DoViewChanges",
			"message.header().incarnation() < this.state.crashVector().get(message.header().from())", "false");

	@Test
	void promiseOfALifeThatAnotherPromiseKnowsToBeOverDoesNotCount() {
		Story story = beginViewOneWithoutX();
		inViewOne(story.release(C, B, DoViewChange.class), B, E).converges();
	}

	/**
	 * The same, and E's promise comes first.
	 */
	@Test
	void promiseOfALifeThatIsKnownToBeOverIsDropped() {
		Story story = beginViewOneWithoutX();
		inViewOne(story.release(C, B, StartViewChange.class), B, E).release(C, B, DoViewChange.class)
			.later(0.2)
			.converges();
	}

	@Test
	void quorumOfPromisesThatIsOnlyCountedIsCaught() {
		WITHOUT_CONSISTENT_QUORUM.isCaughtBy(CE1DoViewChangeQuorumTests.class,
				"promiseOfALifeThatAnotherPromiseKnowsToBeOverDoesNotCount", "VIEW-HAS-COMMITTED");
	}

	/**
	 * The message would be dropped on arrival, and left out again when the quorum is
	 * counted: the naive rule does neither.
	 */
	@Test
	void messageOfALifeThatIsOverIsTakenAndCaught() {
		WITHOUT_CONSISTENT_QUORUM
			.and("replica/Dispatch", "if (header.incarnation() < this.state.crashVector().get(header.from())) {",
					"if (false) {")
			.isCaughtBy(CE1DoViewChangeQuorumTests.class, "promiseOfALifeThatIsKnownToBeOverIsDropped",
					"VIEW-HAS-COMMITTED");
	}

	private static Story beginViewOneWithoutX() {
		Story story = OldPromise.ofC(5).drop(C, B).restart(C);
		recoversInViewZero(story, C);
		commitWithout(story, B, E);
		return unheard(story, B, E, A, C, D);
	}

}
