package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;

/**
 * CE5: a group is formed because all members said that they have no state, though not at
 * the same time. B restarts and says so; then answers that were late let it recover into
 * the old group. A and C restart too, and C says that it has no state. A has that answer
 * of all, and would form a second group while B serves the first. Our rule: each member
 * has to consent to the group that is proposed, and consents only as the process that was
 * asked, with its last answer, and if it still has no state.
 */
class CE5ConsentToAGroupTests {

	@Test
	void answersThatAreLateFormNoSecondGroup() {
		Story.formed(3)
			.write()
			.answered()
			.hold(A, B, RecoveryResponse.class)
			.hold(B, A, HelloResponse.class)
			.drop(C, A, HelloResponse.class)
			.crash(B)
			.restart(B)
			.later(0.3)
			.crash(A)
			.restart(A)
			.later(0.3)
			.release(RecoveryResponse.class)
			.eventually("member 1 recovers", (cluster) -> cluster.replica(B).isNormal())
			.crash(C)
			.restart(C)
			.pass()
			.later(0.25)
			.release(HelloResponse.class)
			.later(20)
			.now("only member 1 serves",
					(cluster) -> cluster.count((replica) -> replica.isNormal()) == 1 && cluster.replica(B).isNormal());
	}

	@Test
	void groupThatIsFormedWithoutConsentIsCaught() {
		NaiveRule
			.in("replica/Genesis", "this.state.broadcast(made);",
					"this.state.broadcast(made); this.proposal = null; form(group);")
			.isCaughtBy(CE5ConsentToAGroupTests.class, "answersThatAreLateFormNoSecondGroup", "ONE-GROUP");
	}

}
