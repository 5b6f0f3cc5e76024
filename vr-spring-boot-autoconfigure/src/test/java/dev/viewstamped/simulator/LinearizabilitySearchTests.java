package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.simulator.LinearizabilitySearch.Call;
import dev.viewstamped.simulator.LinearizabilitySearch.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinearizabilitySearch}, with histories made by hand, and of
 * {@link KeyModel}.
 */
class LinearizabilitySearchTests {

	private final LinearizabilitySearch search = new LinearizabilitySearch(100_000);

	@Test
	void callsOneAfterTheOther() {
		assertThat(verdict(Call.known("put k a", "none -> 1:a", 1, 2), Call.known("get k", "1:a", 3, 4),
				Call.known("append k b", "1:a -> 2:a+b", 5, 6), Call.known("change k 2 c", "2:a+b -> 3:c", 7, 8)))
			.isEqualTo(Verdict.LINEARIZABLE);
	}

	@Test
	void callsThatOverlapMayTakeEffectInAnyOrder() {
		assertThat(verdict(Call.known("put k a", "1:b -> 2:a", 1, 10), Call.known("put k b", "none -> 1:b", 2, 9),
				Call.known("get k", "1:b", 3, 8)))
			.isEqualTo(Verdict.LINEARIZABLE);
	}

	@Test
	void readOfTheValueBeforeIsFound() {
		assertThat(verdict(Call.known("put k a", "none -> 1:a", 1, 2), Call.known("get k", "none", 3, 4)))
			.isEqualTo(Verdict.NOT_LINEARIZABLE);
	}

	@Test
	void readsThatSeeAWriteAndThenNotAreFound() {
		assertThat(verdict(Call.known("put k a", "none -> 1:a", 1, 10), Call.known("get k", "1:a", 2, 3),
				Call.known("get k", "none", 4, 5)))
			.isEqualTo(Verdict.NOT_LINEARIZABLE);
	}

	@Test
	void lostUpdateIsFound() {
		assertThat(verdict(Call.known("put k a", "none -> 1:a", 1, 4), Call.known("put k b", "none -> 1:b", 2, 3)))
			.isEqualTo(Verdict.NOT_LINEARIZABLE);
	}

	@Test
	void valueThatNobodyWroteIsFound() {
		assertThat(verdict(Call.known("get k", "1:a", 1, 2))).isEqualTo(Verdict.NOT_LINEARIZABLE);
	}

	@Test
	void unknownCallMayTakeEffectLater() {
		assertThat(verdict(Call.unknown("put k a", 1), Call.known("get k", "none", 5, 6),
				Call.known("get k", "1:a", 7, 8)))
			.isEqualTo(Verdict.LINEARIZABLE);
	}

	@Test
	void unknownCallMayNeverTakeEffect() {
		assertThat(verdict(Call.unknown("put k a", 1), Call.known("put k b", "none -> 1:b", 5, 6),
				Call.known("get k", "1:b", 7, 8)))
			.isEqualTo(Verdict.LINEARIZABLE);
	}

	@Test
	void unknownCallThatTakesEffectTwiceIsFound() {
		assertThat(verdict(Call.unknown("append k a", 1), Call.known("get k", "1:a", 5, 6),
				Call.known("get k", "2:a+a", 7, 8)))
			.isEqualTo(Verdict.NOT_LINEARIZABLE);
	}

	@Test
	void unknownCallThatTakesEffectBeforeItIsMadeIsFound() {
		assertThat(verdict(Call.known("get k", "1:a", 1, 2), Call.unknown("put k a", 3)))
			.isEqualTo(Verdict.NOT_LINEARIZABLE);
	}

	@Test
	void searchGivesUp() {
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			calls.add(Call.unknown("append k " + i, 1));
		}
		calls.add(Call.known("get k", "12:never", 2, 3));
		assertThat(new LinearizabilitySearch(1000).search(calls)).isEqualTo(Verdict.UNDECIDED);
	}

	@Test
	void randomHistoriesOfOneRegisterAreLinearizableUntilAResultIsChanged() {
		Random random = new Random(7);
		for (int history = 0; history < 50; history++) {
			List<Call> calls = linearizable(random);
			assertThat(this.search.search(calls)).isEqualTo(Verdict.LINEARIZABLE);
			int changed = random.nextInt(calls.size());
			Call call = calls.get(changed);
			calls.set(changed, new Call(call.operation(), "7:wrong -> 8:wrong", call.invoked(), call.returned()));
			assertThat(this.search.search(calls)).isEqualTo(Verdict.NOT_LINEARIZABLE);
		}
	}

	@Test
	void modelIsThatOfTheStateMachine() {
		Random random = new Random(3);
		RecordingStateMachine machine = new RecordingStateMachine();
		String state = KeyModel.INITIAL;
		for (int op = 1; op <= 300; op++) {
			String command = command(random, op);
			KeyModel.Step step = KeyModel.apply(state, command);
			assertThat(step.result()).isEqualTo(machine.apply(new Viewstamp(0, 0, op), op, command));
			assertThat(step.state()).isEqualTo(machine.query("get k"));
			state = step.state();
		}
	}

	private Verdict verdict(Call... calls) {
		List<Call> shuffled = new ArrayList<>(Arrays.asList(calls));
		Collections.reverse(shuffled);
		return this.search.search(shuffled);
	}

	private static List<Call> linearizable(Random random) {
		List<Call> calls = new ArrayList<>();
		String state = KeyModel.INITIAL;
		for (int i = 0; i < 40; i++) {
			String operation = (random.nextInt(3) == 0) ? "get k" : command(random, i);
			KeyModel.Step step = KeyModel.apply(state, operation);
			state = step.state();
			long effect = 100L + 10L * i;
			calls.add(Call.known(operation, step.result(), effect - 1 - random.nextInt(25),
					effect + 1 + random.nextInt(25)));
		}
		return calls;
	}

	private static String command(Random random, int number) {
		return switch (random.nextInt(3)) {
			case 0 -> "put k c" + number;
			case 1 -> "append k c" + number;
			default -> "change k " + random.nextInt(20) + " c" + number;
		};
	}

}
