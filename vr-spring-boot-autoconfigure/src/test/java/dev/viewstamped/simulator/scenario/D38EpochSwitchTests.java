package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D38: a replica goes to an epoch with all that was committed before, and begins there in
 * view 0, in one step. If it keeps the number of its last normal view, its log outranks
 * those of the new epoch; if it takes part before it has the log, it votes for an empty
 * one.
 */
class D38EpochSwitchTests {

	/**
	 * The old group has come to view 1 when it is changed, and the new one changes its
	 * view while member 2, which was cut off, lacks what was committed in epoch 1.
	 */
	@Test
	void viewsBeginAgain() {
		Story.formed(3)
			.join(3)
			.isolate(0)
			.eventuallyNormalIn(1, 1, 2)
			.heal()
			.write()
			.answered()
			.eventuallyNormalIn(1, 0, 1, 2)
			.reconfigure(0, 1, 2, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyInEpoch(1, 0, 1, 2, 3)
			.eventuallyChecked(1)
			.drop(0, 2, Prepare.class, NewState.class)
			.write()
			.answered()
			.crash(0)
			.pass()
			.write()
			.answered()
			.restart(0)
			.converges();
	}

	@Test
	void keepingTheLastNormalViewIsCaught() {
		NaiveRule.in("replica/ReplicaState", "this.view = 0; this.lastNormalView = 0;", "this.view = 0;")
			.and("replica/ReplicaState", "this.lastNormalView = newView;",
					"this.lastNormalView = Math.max(this.lastNormalView, newView);")
			.isCaughtBy(getClass(), "viewsBeginAgain", "LOG-VIEW", "VIEW-HAS-COMMITTED");
	}

	/**
	 * 2 is cut off while the group changes, and gets all that it lacks before it speaks.
	 */
	@Test
	void memberThatLagsFetchesTheLogFirst() {
		Story.formed(3)
			.write()
			.answered()
			.join(3)
			.isolate(2)
			.write()
			.answered()
			.reconfigure(0, 1, 2, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyInEpoch(1, 0, 1, 3)
			.hold(0, 2, NewState.class)
			.hold(1, 2, NewState.class)
			.hold(3, 2, NewState.class)
			.heal()
			.later(1)
			.now("it waits for the log",
					(cluster) -> !cluster.replica(2).isNormalIn(0)
							|| cluster.replica(2).report().configuration().epoch() == 0)
			.pass()
			.eventuallyInEpoch(1, 2)
			.write()
			.answered()
			.converges();
	}

	@Test
	void takingPartWithoutTheLogIsCaught() {
		NaiveRule.in("replica/Epochs", "else { this.next = message; this.state.transition();",
				"else if (true) { goTo(membership, message.history()); } else { this.next = message; this.state.transition();")
			.isCaughtBy(getClass(), "memberThatLagsFetchesTheLogFirst", "S12-HAS-EPOCH-START", "S6-ACKNOWLEDGED",
					"it waits for the log");
	}

	/**
	 * 2 is cut off while the group changes, and comes back when the log is not kept from
	 * the epoch's begin on any more, and the primary is gone. The others need its vote,
	 * so it takes their checkpoint, and is what a backup of that view is.
	 */
	@Test
	void memberThatLagsTakesACheckpointOfTheNewEpoch() {
		Story.formedWithCheckpoints(3, 4)
			.writes(3)
			.join(3, 4)
			.isolate(2)
			.reconfigure(0, 1, 2, 3, 4)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.pause(0)
			.eventuallyNormalIn(1, 1, 3, 4)
			.resume(0)
			.writes(20)
			.crash(0, 1)
			.heal()
			.eventuallyInEpoch(1, 2)
			.write()
			.answered()
			.restart(0, 1)
			.converges();
	}

	@Test
	void waitingForTheEntriesAfterTheBeginIsCaught() {
		NaiveRule.in("replica/CheckpointTransfer", "!fits && target != null && beginsLater(offer, target)", "false")
			.isCaughtBy(getClass(), "memberThatLagsTakesACheckpointOfTheNewEpoch", "LIVENESS");
	}

	/**
	 * 2 comes back to the new epoch in view 1, of whose log its primary alone has the
	 * last entry, and then nobody. The others need the vote of 2, for which the begin of
	 * the epoch is enough.
	 */
	@Test
	void memberThatWaitsForALostLogTakesTheBegin() {
		Story.formed(3)
			.write()
			.answered()
			.join(3, 4)
			.isolate(2)
			.reconfigure(0, 1, 2, 3, 4)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.pause(0)
			.eventuallyNormalIn(1, 1, 3, 4)
			.write()
			.answered()
			.crash(0)
			.drop(1, 2, NewState.class)
			.drop(1, 3, Prepare.class, NewState.class)
			.drop(1, 4, Prepare.class, NewState.class)
			.write()
			.later(0.2)
			.heal()
			.later(0.3)
			.crash(1)
			.pass()
			.eventuallyInEpoch(1, 2)
			.write()
			.answered()
			.restart(0, 1)
			.converges();
	}

	@Test
	void waitingForALostLogIsCaught() {
		NaiveRule.in("replica/Epochs", "considerRest(); } fallBack();", "considerRest(); }")
			.isCaughtBy(getClass(), "memberThatWaitsForALostLogTakesTheBegin", "LIVENESS");
	}

}
