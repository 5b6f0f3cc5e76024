package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D40: a reconfiguration whose new members have nothing yet stops the group until they
 * have all. Here the group goes on until they are nearly up to date, and only then is the
 * reconfiguration appended.
 */
class D40WarmUpTests {

	@Test
	void groupServesUntilStandbysAreWarm() {
		Story.formed(3)
			.join(3, 4, 5)
			.drop(-1, 3, Prepare.class, NewState.class)
			.drop(-1, 4, Prepare.class, NewState.class)
			.writes(80)
			.reconfigure(3, 4, 5)
			.later(2)
			.now("the epoch has not ended", (cluster) -> cluster.epoch() == 0)
			.write()
			.answered()
			.pass()
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.write()
			.answered()
			.converges();
	}

	@Test
	void takingColdStandbysIsCaught() {
		NaiveRule.in("replica/WarmUp", "&& this.normalCase.lag(standby.memberId()) <= smallLag()", "")
			.isCaughtBy(getClass(), "groupServesUntilStandbysAreWarm", "the epoch has not ended");
	}

}
