package dev.viewstamped.simulator.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Worlds small enough to be searched whole in a build.
 */
@DisabledIfSystemProperty(named = "seed", matches = ".+")
class SmallWorldsTests {

	@Test
	void normalCaseWithLosses() {
		SearchResult result = Searches.normalCase();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.maxExecuted()).isEqualTo(1);
	}

	@Test
	void normalCaseWithTwoRequests() {
		SearchResult result = Searches.twoRequests();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.maxExecuted()).isEqualTo(2);
	}

	@Test
	void recoveryInTheNormalCase() {
		SearchResult result = Searches.recovery();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.recovered()).isPositive();
	}

	@Test
	void viewChangeInWhichEachClockGoesOnByItself() {
		SearchResult result = Searches.viewChange();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.lastView()).isEqualTo(1);
	}

	@Test
	void viewChangeWithACrashAndRecovery() {
		SearchResult result = Searches.viewChangeWithRestart();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.lastView()).isEqualTo(1);
		assertThat(result.recovered()).isPositive();
	}

	@Test
	void genesis() {
		SearchResult result = Searches.genesis();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.types()).contains("Propose", "Consent");
	}

	@Test
	void genesisWithTwoRestarts() {
		SearchResult result = Searches.genesisWithRestarts();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.recovered()).isPositive();
		assertThat(result.types()).contains("Withdraw");
	}

}
