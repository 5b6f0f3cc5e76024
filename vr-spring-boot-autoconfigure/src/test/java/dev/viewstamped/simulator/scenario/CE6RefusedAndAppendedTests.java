package dev.viewstamped.simulator.scenario;

import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * CE6: a client is told by one replica that its command was refused, and believes that it
 * did not happen. But it had sent the command before to A, which appended it and reaches
 * nobody; when A is back, the entry survives. Our rule: a command did not happen only if
 * each of its transmissions was refused; otherwise its outcome is unknown.
 */
class CE6RefusedAndAppendedTests {

	@Test
	void commandThatOneRefusesAndAnotherHasIsUnknown() {
		assertThat(entrySurvives(commandThatAHas().ends(Outcome.UNKNOWN)).executed()).isEqualTo(2);
	}

	@Test
	void commandThatIsSaidNotToHaveHappenedDoesNotHappen() {
		entrySurvives(commandThatAHas().ends(Outcome.UNKNOWN, Outcome.DID_NOT_HAPPEN));
	}

	@Test
	void refusalThatIsBelievedIsCaught() {
		NaiveRule
			.in("client/PendingRequest", "return this.refusedUpTo == attempts();",
					"return attempts() == 0 || this.lastRefusal != null;")
			.isCaughtBy(CE6RefusedAndAppendedTests.class, "commandThatIsSaidNotToHaveHappenedDoesNotHappen",
					"DID-NOT-HAPPEN");
	}

	/**
	 * A reaches no other member, B is paused, and C recovers and refuses.
	 */
	private static Story commandThatAHas() {
		return Story.formed(3).write().answered().isolate(A).pause(B).crash(C).restart(C).write();
	}

	/**
	 * C cannot recover without A and B, and so nobody goes on without A's log.
	 */
	private static Story entrySurvives(Story story) {
		return story.resume(B).heal().converges();
	}

}
