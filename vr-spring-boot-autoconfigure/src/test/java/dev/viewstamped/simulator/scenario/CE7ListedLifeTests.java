package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * CE7: 0 is primary of view 0 of epoch 1, and commits z with 3. It restarts without state
 * and gets STARTEPOCH once more: if that made it primary of view 0 again, it would give
 * z's viewstamp to something else. Our rule: an epoch begins with the lives that its
 * reconfiguration names; any other recovers.
 */
class CE7ListedLifeTests {

	@Test
	void anotherLifeOfThePrimaryRecovers() {
		Story.formed(3)
			.write()
			.answered()
			.join(3, 4)
			.reconfigure(0, 3, 4)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyInEpoch(1, 0, 3, 4)
			.eventuallyChecked(1)
			.drop(0, 4, Prepare.class, NewState.class)
			.write()
			.answered()
			.crash(0)
			.happens((cluster) -> cluster.replica(0).start())
			.hold(-1, 0, StartEpoch.class)
			.eventuallyHeld(-1, 0, StartEpoch.class)
			.release(StartEpoch.class)
			.pass()
			.recovers(0)
			.now("it is no primary of view 0", (cluster) -> !cluster.replica(0).isNormalIn(0))
			.write()
			.answered()
			.converges();
	}

	@Test
	void anyLifeThatBeginsTheEpochIsCaught() {
		NaiveRule.in("replica/Epochs", "else if (this.state.status() == Status.RECOVERING) { this.relocation =",
				"else if (this.state.status() == Status.RECOVERING && !this.state.hasGroup()) { this.state.join(message.header().groupId(), 0, this.state.crashVector()); learn(message); } else if (this.state.status() == Status.RECOVERING) { this.relocation =")
			.isCaughtBy(getClass(), "anotherLifeOfThePrimaryRecovers", "S3-ONE-PRIMARY", "S15-RECOVERED",
					"S2-VIEW-HAS-COMMITTED", "S4-MONOTONE-INCARNATION", "S12-LISTED-LIFE");
	}

}
