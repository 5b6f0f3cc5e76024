package dev.viewstamped.simulator.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Worlds too large for each build: only the profile {@code simulate} searches them.
 */
@EnabledIfSystemProperty(named = "seeds", matches = ".+")
@DisabledIfSystemProperty(named = "seed", matches = ".+")
class LargerWorldsTests {

	private static final int WORLDS = 1_000_000;

	@Test
	void viewChangeWithARestartInWhichEachClockGoesOnByItself() {
		Searches.formed("view change with a restart and single clocks",
				Bounds.of(WORLDS).requests(1, 1).restarts(1).clocks(0, 2).lastView(1));
	}

	@Test
	void twoViewChanges() {
		Searches.formed("two view changes", Bounds.of(WORLDS).requests(1, 1).commonClock(1, 2).lastView(2));
	}

	@Test
	void genesisWithARestartAndTimeouts() {
		Searches.fromStart("genesis with a restart and time-outs",
				Bounds.of(WORLDS).restarts(1).commonClock(0, 1).identities(6));
	}

	@Test
	void genesisWithTwoRestartsAndMoreQuestions() {
		Searches.fromStart("genesis with two restarts and more questions", Bounds.of(WORLDS).restarts(2).identities(6));
	}

}
