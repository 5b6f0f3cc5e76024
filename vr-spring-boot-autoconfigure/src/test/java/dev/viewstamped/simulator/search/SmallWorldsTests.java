package dev.viewstamped.simulator.search;

import java.util.function.UnaryOperator;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.History;
import dev.viewstamped.message.PeerMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Worlds small enough to be searched whole in a build.
 */
class SmallWorldsTests {

	@Test
	void normalCaseWithLossesAndAnyNumberOfDuplicates() {
		SearchResult result = print(new Search("normal case", new Bounds(1, 2, 0, 1, 0, Bounds.UNLIMITED, 0, 60, 8_000),
				UnaryOperator.identity())
			.fromFormed());
		assertThat(result.violation()).isEmpty();
		assertThat(result.exhausted()).isTrue();
		assertThat(result.maxExecuted()).isEqualTo(1);
	}

	@Test
	void viewChangeWithARestart() {
		SearchResult result = print(new Search("view change with a restart",
				new Bounds(1, 1, 1, 0, 2, Bounds.UNLIMITED, 1, 60, 3_000), UnaryOperator.identity())
			.fromFormed());
		assertThat(result.violation()).isEmpty();
	}

	@Test
	void recoveryInTheNormalCase() {
		SearchResult result = print(new Search("recovery", new Bounds(1, 1, 1, 0, 0, Bounds.UNLIMITED, 0, 60, 5_000),
				UnaryOperator.identity())
			.fromFormed());
		assertThat(result.violation()).isEmpty();
		assertThat(result.exhausted()).isTrue();
	}

	@Test
	void viewChangeOfAQuietGroup() {
		SearchResult result = print(new Search("quiet view change",
				new Bounds(0, 0, 0, 0, 2, Bounds.UNLIMITED, 1, 60, 5_000), UnaryOperator.identity())
			.fromFormed());
		assertThat(result.violation()).isEmpty();
		assertThat(result.exhausted()).isTrue();
	}

	@Test
	void genesis() {
		SearchResult result = print(new Search("genesis", new Bounds(0, 0, 0, 0, 0, Bounds.UNLIMITED, 0, 60, 3_000),
				UnaryOperator.identity())
			.fromStart());
		assertThat(result.violation()).isEmpty();
	}

	@Test
	void genesisWithARestart() {
		SearchResult result = print(new Search("genesis with a restart",
				new Bounds(0, 0, 1, 0, 0, Bounds.UNLIMITED, 0, 60, 3_000), UnaryOperator.identity())
			.fromStart());
		assertThat(result.violation()).isEmpty();
	}

	@Test
	void findsTheLossWhenAViewChangeForgetsTheLog() {
		UnaryOperator<PeerMessage> naive = (message) -> (message instanceof DoViewChange change)
				? new DoViewChange(change.header(), change.crashVector(), 0, History.EMPTY, 0) : message;
		SearchResult result = print(
				new Search("naive view change", new Bounds(1, 1, 0, 0, 2, Bounds.UNLIMITED, 1, 60, 30_000), naive)
					.fromFormed());
		assertThat(result.violation()).startsWith("LOST");
		assertThat(result.schedule()).isNotEmpty();
	}

	private static SearchResult print(SearchResult result) {
		System.out.println(result);
		return result;
	}

}
