package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D37: that a reconfiguration is complete is known from CHECKEPOCH only, which the new
 * group has to commit; and who asks for a group that cannot be is told so, where §7.1
 * says nothing.
 */
class D37CheckEpochTests {

	@Test
	void changeIsCompleteWhenCheckEpochIsExecuted() {
		Story.formed(3)
			.write()
			.answered()
			.join(3)
			.drop(0, -1, Prepare.class)
			.pass()
			.reconfigure(0, 1, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.eventually("members say that it is complete",
					(cluster) -> cluster.replica(3).report().change().phase() == Phase.COMPLETE)
			.converges();
	}

	@Test
	void completeBeforeCheckEpochIsCaught() {
		NaiveRule.in("replica/ChangeReport", "this.state.participants.isChecked()", "true")
			.isCaughtBy(getClass(), "changeIsCompleteWhenCheckEpochIsExecuted", "S12-COMPLETE");
	}

	@Test
	void groupOfTwoIsRefused() {
		Story.formed(3)
			.write()
			.answered()
			.reconfigure(0, 1)
			.operatorIsAnswered(Outcome.INVALID)
			.write()
			.answered()
			.converges();
	}

	/**
	 * Another reconfiguration has come meanwhile: nothing is missing for the first one.
	 */
	@Test
	void epochsFollowOneAnother() {
		Story.formed(3)
			.join(3, 4)
			.reconfigure(0, 1, 2, 3, 4)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.reconfigure(2, 3, 4)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(2)
			.eventuallyRetired(0, 1)
			.switchOff(0, 1)
			.join(5, 6)
			.reconfigure(2, 3, 4, 5, 6)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(3)
			.write()
			.answered()
			.converges();
	}

}
