package dev.viewstamped.simulator.search;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches for the loss of a command that was executed. They find none, but are short, to
 * be run with naive rules.
 */
final class NaiveSearches {

	private NaiveSearches() {
	}

	static void inAViewChange() {
		find(new Search("loss in a view change", Bounds.of(20_000).requests(1, 1).commonClock(0, 1).lastView(1)));
	}

	static void afterARestart() {
		find(new Search("loss after a restart",
				Bounds.of(20_000).requests(1, 1).restarts(1).commonClock(0, 1).lastView(1)));
	}

	static void afterARecovery() {
		find(new Search("loss after a recovery",
				Bounds.of(200_000).requests(1, 1).restarts(1).commonClock(0, 1).lastView(1)));
	}

	private static void find(Search search) {
		SearchResult result = search.lookingFor("LOST").fromFormed();
		System.out.println(result);
		if (!result.shortest().isEmpty()) {
			Replay replay = search.replay();
			List<Step> way = result.shortest();
			way.subList(0, way.size() - 1).forEach(replay::take);
			assertThat(replay.violationOf(way.get(way.size() - 1))).as("replayed").isEqualTo(result.violation());
		}
		assertThat(result.violation()).as("%s", result).isEmpty();
	}

}
