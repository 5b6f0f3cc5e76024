package dev.viewstamped.simulator.search;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worlds that are searched, each printed with its bounds and what was found. A
 * property that does not hold is a failure that tells the way to it.
 */
final class Searches {

	private Searches() {
	}

	static SearchResult normalCase() {
		return formed("normal case", Bounds.of(50_000).requests(1, 2).submittedAnywhere().clocks(1, 0));
	}

	static SearchResult twoRequests() {
		return formed("two requests", Bounds.of(50_000).requests(2, 2).clocks(1, 0));
	}

	static SearchResult recovery() {
		return formed("recovery", Bounds.of(50_000).requests(1, 1).restarts(1));
	}

	static SearchResult viewChange() {
		return formed("view change", Bounds.of(50_000).requests(1, 1).clocks(0, 2).lastView(1));
	}

	static SearchResult viewChangeWithRestart() {
		return formed("view change with a restart",
				Bounds.of(400_000).requests(1, 1).restarts(1).commonClock(0, 1).lastView(1));
	}

	static SearchResult genesis() {
		return fromStart("genesis", Bounds.of(10_000));
	}

	static SearchResult genesisWithRestarts() {
		return fromStart("genesis with two restarts", Bounds.of(400_000).restarts(2).identities(5));
	}

	static SearchResult formed(String name, Bounds bounds) {
		return print(new Search(name, bounds).fromFormed());
	}

	static SearchResult fromStart(String name, Bounds bounds) {
		return print(new Search(name, bounds).fromStart());
	}

	private static SearchResult print(SearchResult result) {
		System.out.println(result);
		assertThat(result.violation()).as("%s", result).isEmpty();
		return result;
	}

}
