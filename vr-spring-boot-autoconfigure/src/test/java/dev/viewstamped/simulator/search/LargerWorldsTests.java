package dev.viewstamped.simulator.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Worlds too large for each build: only the profile {@code simulate} searches them.
 */
@EnabledIfSystemProperty(named = "seeds", matches = ".+")
@DisabledIfSystemProperty(named = "seed", matches = ".+")
class LargerWorldsTests {

	private static final int WORLDS = 1_000_000;

	@Test
	void viewChangeWithTwoRequestsAndARestart() {
		Searches.formed("view change with two requests and a restart",
				Bounds.of(WORLDS).requests(2, 2).restarts(1).commonClock(0, 1).lastView(1));
	}

	@Test
	void viewChangeWithTwoRestarts() {
		Searches.formed("view change with two restarts",
				Bounds.of(WORLDS).requests(1, 1).restarts(2).commonClock(0, 1).lastView(1));
	}

	@Test
	void twoViewChangesAfterACommand() {
		Searches.executed("two view changes", Bounds.of(WORLDS).requests(2, 1).commonClock(0, 2).lastView(2));
	}

	@Test
	void genesisWithARestartAndTimeouts() {
		SearchResult result = Searches.fromStart("genesis with a restart and time-outs",
				Bounds.of(WORLDS).restarts(1).commonClock(0, 1).identities(6));
		assertThat(result.exhausted()).isTrue();
		assertThat(result.types()).contains("Withdraw");
	}

	@Test
	void genesisWithTwoRestartsAndMoreQuestions() {
		Searches.fromStart("genesis with two restarts and more questions", Bounds.of(WORLDS).restarts(2).identities(6));
	}

}
