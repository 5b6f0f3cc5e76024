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

}
