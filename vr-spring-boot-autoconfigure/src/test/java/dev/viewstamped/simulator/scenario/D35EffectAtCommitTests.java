package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D35: a reconfiguration takes effect when it is committed, not when it is appended. A
 * appends one that nobody else gets, and is cut off. In view 1 something else takes its
 * place: who had gone to the new epoch would be in one that the group never had.
 */
class D35EffectAtCommitTests {

	@Test
	void reconfigurationThatIsNotCommittedHasNoEffect() {
		Story.formed(3)
			.write()
			.answered()
			.join(3)
			.drop(0, -1, Prepare.class, NewState.class)
			.reconfigure(0, 1, 3)
			.eventually("the primary has it in its log",
					(cluster) -> cluster.replica(0).report().opNumber() > cluster.replica(1).report().opNumber())
			.operatorGivesUp()
			.isolate(0)
			.eventuallyNormalIn(1, 1, 2)
			.pass()
			.later(1)
			.now("epoch 0 goes on", (cluster) -> cluster.replica(1).report().configuration().epoch() == 0)
			.write()
			.answered()
			.heal()
			.eventuallyNormalIn(1, 0)
			.reconfigure(0, 1, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.converges();
	}

	/**
	 * What the primary has appended counts as committed.
	 */
	@Test
	void effectWhenAppendedIsCaught() {
		NaiveRule.in("replica/NormalCase", "MembershipPayload.PRIMARY, 0, 0, 0, payload)); appended();",
				"MembershipPayload.PRIMARY, 0, 0, 0, payload)); appended(); if (operation == Operation.RECONFIGURE) { this.state.commit(log.opNumber()); }")
			.isCaughtBy(getClass(), "reconfigurationThatIsNotCommittedHasNoEffect", "S2-HELD-BY-QUORUM");
	}

}
