package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D36: members that were replaced leave. If they leave when f'+1 of the new ones have
 * said once that they have begun, one that has crashed since may be among these, and the
 * last copies are gone. Here they stay until a quorum of living ones has begun and the
 * new group has shown by CHECKEPOCH that it can commit.
 */
class D36OldGroupTests {

	@Test
	void replacedMembersStayUntilTheNewGroupHasCommitted() {
		Story.formed(3)
			.write()
			.answered()
			.join(3, 4, 5)
			.drop(3, -1, Prepare.class, NewState.class)
			.reconfigure(3, 4, 5)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyInEpoch(1, 3, 4, 5)
			.later(0.5)
			.now("the old members are still there",
					(cluster) -> cluster.count((replica) -> replica.report().status() == Status.RETIRED) == 0)
			.pass()
			.eventuallyChecked(1)
			.eventuallyRetired(0, 1, 2)
			.converges();
	}

	@Test
	void leavingWhenTheNewMembersHaveBegunIsCaught() {
		NaiveRule
			.in("replica/Epochs", "else if (this.state.participants.isChecked()) { this.state.retire(); }",
					"else { this.state.retire(); }")
			.isCaughtBy(getClass(), "replacedMembersStayUntilTheNewGroupHasCommitted", "S12-RETIRED-EARLY");
	}

	/**
	 * Member 2 was cut off when the others left. It comes back to a group that it knows
	 * nobody of, and is told so.
	 */
	@Test
	void memberThatMissedTheChangeIsTold() {
		Story.formed(3)
			.write()
			.answered()
			.join(3, 4, 5)
			.isolate(2)
			.reconfigure(3, 4, 5)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.eventuallyRetired(0, 1)
			.heal()
			.eventuallyRetired(2)
			.writeAt(2)
			.converges();
	}

	/**
	 * A client that was told of the first members only finds the group by them (§7.4).
	 */
	@Test
	void clientThatKnowsNobodyElseIsToldWhereTheGroupIs() {
		Story.formed(3)
			.join(3, 4, 5)
			.reconfigure(3, 4, 5)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyRetired(0, 1, 2)
			.later(10)
			.restartClient()
			.write()
			.answered()
			.converges();
	}

	/**
	 * Member 0 comes back without state, and only a standby that missed the change tells
	 * it where the group is. Nobody answers what it asks in the old epoch, whose only
	 * member it was; so it asks those who talk to it in the new one.
	 */
	@Test
	void memberThatIsToldOfTheOldEpochAsksThoseOfTheNewOne() {
		Story.formed(1)
			.write()
			.answered()
			.join(1, 2, 3)
			.separate(3, 0, 1, 2)
			.reconfigure(0, 1, 2)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.pause(1, 2)
			.crash(0)
			.restart(0)
			.eventually("it is told of epoch 0", (cluster) -> cluster.replica(0).isUp())
			.resume(1, 2)
			.recovers(0)
			.converges();
	}

	@Test
	void hearingOnlyTheOldEpochIsCaught() {
		NaiveRule.in("replica/EpochGate", "this.epochs.heardOfLaterEpoch(header.from(), header.epoch()); } }", "; } }")
			.isCaughtBy(getClass(), "memberThatIsToldOfTheOldEpochAsksThoseOfTheNewOne", "LIVENESS");
	}

	/**
	 * Member 0 comes back without state and is told of the founders only, of which the
	 * one that knows more goes away. No message of others can reach it, so somebody has
	 * to tell it where the group is.
	 */
	@Test
	void founderThatKnowsNobodyIsStartedAnew() {
		Story.formed(2)
			.write()
			.answered()
			.join(2, 3)
			.reconfigure(0, 2, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyRetired(1)
			.isolate(1)
			.crash(0)
			.happens((cluster) -> cluster.replica(0).start())
			.later(5)
			.now("it knows nothing", (cluster) -> cluster.replica(0).report().status() == Status.RECOVERING)
			.switchOff(1)
			.heal()
			.recovers(0)
			.converges();
	}

	/**
	 * 3 has said that it has begun, and crashes; its next life does not count by that.
	 */
	@Test
	void crashedMembersDoNotCountAsBegun() {
		Story.formed(3)
			.write()
			.answered()
			.join(3, 4, 5)
			.drop(5, 0, EpochStarted.class)
			.drop(5, 1, EpochStarted.class)
			.drop(5, 2, EpochStarted.class)
			.drop(4, 0, EpochStarted.class)
			.drop(4, 1, EpochStarted.class)
			.drop(4, 2, EpochStarted.class)
			.reconfigure(3, 4, 5)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.crash(3)
			.restart(3)
			.later(1)
			.now("the old members are still there",
					(cluster) -> cluster
						.count((replica) -> replica.isUp() && replica.report().status() == Status.RETIRED) == 0)
			.pass()
			.eventuallyRetired(0, 1, 2)
			.converges();
	}

}
