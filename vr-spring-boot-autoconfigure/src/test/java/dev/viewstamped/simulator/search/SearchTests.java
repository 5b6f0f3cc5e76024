package dev.viewstamped.simulator.search;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Search} and of what it holds for the same.
 */
@DisabledIfSystemProperty(named = "seed", matches = ".+")
class SearchTests {

	private static final Bounds VIEW_CHANGE = Bounds.of(3_000).requests(1, 1).clocks(1, 2).restarts(1).lastView(1);

	private static final Bounds GENESIS = Bounds.of(3_000).restarts(2).clocks(0, 1).identities(6);

	@Test
	void sameWorldIsSearchedInTheSameWay() {
		SearchResult first = new Search("view change", VIEW_CHANGE).fromFormed();
		SearchResult second = new Search("view change", VIEW_CHANGE).fromFormed();
		assertThat(second.worlds()).isEqualTo(first.worlds());
		assertThat(second.joint()).isEqualTo(first.joint());
		assertThat(second.steps()).isEqualTo(first.steps());
		assertThat(second.localStates()).isEqualTo(first.localStates());
		assertThat(second.messages()).isEqualTo(first.messages());
	}

	@Test
	void nothingIsLeftOutByABudgetThatIsNotReached() {
		Bounds bounds = Bounds.of(50_000).requests(1, 1).restarts(1);
		SearchResult result = new Search("recovery", bounds).fromFormed();
		SearchResult cut = new Search("recovery",
				Bounds.of(result.worlds() - 10).requests(bounds.requests(), bounds.submissions()).restarts(1))
			.fromFormed();
		assertThat(result.exhausted()).isTrue();
		assertThat(cut.exhausted()).isFalse();
	}

	@Test
	void replicasWithARealPastDoWhatTheSearchBelieves() {
		Search search = new Search("view change", VIEW_CHANGE);
		search.fromFormed();
		walk(search, VIEW_CHANGE);
	}

	@Test
	void processesWithARealPastDoWhatTheSearchBelieves() {
		Search search = new Search("genesis", GENESIS);
		search.fromStart();
		walk(search, GENESIS);
	}

	@Test
	void replayRefusesAMessageThatNobodyHasSent() {
		Search search = new Search("view change", VIEW_CHANGE);
		search.fromFormed();
		Replay replay = search.replay();
		Step step = new Step(Step.Kind.DELIVER, 0, search.messages() - 1);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> replay.take(step))
			.withMessageContaining("Nobody has sent");
	}

	private static void walk(Search search, Bounds bounds) {
		Random random = new Random(1);
		int taken = 0;
		for (int walk = 0; walk < 100; walk++) {
			Replay replay = search.replay();
			int restarts = bounds.restarts();
			for (int i = 0; i < 40; i++) {
				List<Step> deliveries = replay.deliveries();
				int choice = random.nextInt(deliveries.size() + 2);
				if (choice < deliveries.size()) {
					replay.take(deliveries.get(choice));
					taken++;
				}
				else {
					Step.Kind kind = kind(random, bounds, restarts);
					restarts -= (kind == Step.Kind.RESTART) ? 1 : 0;
					replay.take(new Step(kind, random.nextInt(ReplicaRun.MEMBERS), 1));
				}
			}
		}
		assertThat(taken).isGreaterThan(1000);
	}

	private static Step.Kind kind(Random random, Bounds bounds, int restarts) {
		int choice = random.nextInt(8);
		if (choice == 0 && restarts > 0) {
			return Step.Kind.RESTART;
		}
		if (choice < 3 && bounds.requests() > 0) {
			return Step.Kind.SUBMIT;
		}
		return (choice < 6 && bounds.heartbeats() > 0) ? Step.Kind.HEARTBEAT : Step.Kind.TIMEOUT;
	}

}
