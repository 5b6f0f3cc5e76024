package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D34: state is asked for between epochs, and by §5.2 only a normal replica in the same
 * view may answer. All members are replaced, and one of the new ones lacks the last
 * entries: whoever has them is in transition or already in the next epoch. Here questions
 * for state are answered whatever the status and the epoch, for they change nothing.
 */
class D34HandoverTransferTests {

	/**
	 * Standby 5 does not get the last entries of epoch 0, and 3 and 4 are cut off from it
	 * in the next one. It has them from the old members.
	 */
	@Test
	void newMemberFetchesFromTheOldOnes() {
		Story.formed(3)
			.write()
			.answered()
			.join(3, 4, 5)
			.drop(-1, 5, Prepare.class, NewState.class)
			.write()
			.answered()
			.reconfigure(3, 4, 5)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyInEpoch(1, 3, 4)
			.pass()
			.separate(5, 3, 4)
			.eventuallyInEpoch(1, 5)
			.pass()
			.write()
			.answered()
			.converges();
	}

	@Test
	void answeringOnlyInTheSameEpochIsCaught() {
		NaiveRule
			.in("replica/EpochGate", "return message instanceof GetState || message instanceof GetPages;",
					"return false;")
			.isCaughtBy(getClass(), "newMemberFetchesFromTheOldOnes", "LIVENESS");
	}

}
