package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;

/**
 * D21: a checkpoint of no moment at all. The state goes on changing while it is written,
 * or the parts of a checkpoint that comes from another member are taken one by one, over
 * a state that the log goes on to change. Our rule: maps are copied on write, and a
 * checkpoint that is fetched is kept aside until it is whole; then state, client table,
 * log and what is executed change in one step.
 */
class D21TornMomentTests {

	@Test
	void memberGoesOnFromACheckpointThatIsTakenUnderLoad() {
		Story.formedWithCheckpoints(3, 5)
			.pause(C)
			.busy()
			.later(3)
			.resume(C)
			.later(3)
			.idle()
			.crash(A)
			.eventuallyPrimary(B)
			.writes(3)
			.restart(A)
			.converges();
	}

	@Test
	void stateThatChangesWhileItIsWrittenIsCaught() {
		NaiveRule
			.in("replica/Checkpoints", "snapshot.with(ProtocolSection.NAME",
					"this.stateMachine.snapshot().with(ProtocolSection.NAME")
			.isCaughtBy(getClass(), "memberGoesOnFromACheckpointThatIsTakenUnderLoad", "S9-SAME-CHECKPOINT",
					"S9-RESTORED-STATE", "NOT-STOPPED");
	}

	@Test
	void stateThatIsTakenBeforeTheRestIsCaught() {
		NaiveRule
			.in("replica/Execution", "this.executedNumber = opNumber; this.state.participants.executed(membership);",
					"this.executedNumber = opNumber - 1; this.state.participants.executed(membership);")
			.isCaughtBy(getClass(), "memberGoesOnFromACheckpointThatIsTakenUnderLoad", "S1-NO-GAP",
					"S4-APPLIED-EXECUTED", "S10-APPLIED-ONCE", "No op");
	}

}
