package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Reply;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;

/**
 * D19: checkpoints as §5.1 lists them hold the application's state only. A command is
 * executed and its reply lost; the others cut their logs, and C, which was away, takes a
 * checkpoint. When C is primary, the client asks again: C does not know the client, or
 * worse, executes the command a second time. Our rule: the client table with its replies
 * is part of the checkpoint.
 */
class D19ClientTableTests {

	@Test
	void requestOfBeforeTheCheckpointIsAnsweredByWhoHasOnlyTheCheckpoint() {
		Story.formedWithCheckpoints(3, 3)
			.pause(C)
			.drop(-1, Story.CLIENT, Reply.class)
			.write()
			.later(0.2)
			.writeAt(B)
			.later(0.2)
			.writeAt(B)
			.later(0.2)
			.writeAt(B)
			.later(0.2)
			.writeAt(B)
			.later(0.2)
			.writeAt(B)
			.later(0.2)
			.writeAt(B)
			.later(0.2)
			.now("the log of member 0 is cut", (cluster) -> cluster.replica(A).report().firstOpNumber() > 3)
			.resume(C)
			.eventually("member 2 has all",
					(cluster) -> cluster.replica(C).report().executedNumber() == cluster.replica(A)
						.report()
						.executedNumber())
			.isolate(B)
			.crash(A)
			.later(0.1)
			.heal()
			.isolate(A)
			.pass()
			.converges();
	}

	@Test
	void checkpointWithoutTheClientTableIsCaught() {
		NaiveRule.in("replica/Execution", "this.clientTable.restore(clients);", "")
			.isCaughtBy(getClass(), "requestOfBeforeTheCheckpointIsAnsweredByWhoHasOnlyTheCheckpoint",
					"S9-SAME-CLIENT-TABLE");
	}

}
