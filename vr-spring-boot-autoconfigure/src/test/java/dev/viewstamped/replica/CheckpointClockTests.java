package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Operation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckpointClock}.
 */
class CheckpointClockTests {

	private static final long SECOND = 1_000_000_000;

	@Test
	void dueAfterEntries() {
		CheckpointClock clock = clock(10, Long.MAX_VALUE, 0);
		assertThat(due(clock, steadily(35, 1, 1), 0)).containsExactly(10L, 20L, 30L);
	}

	@Test
	void dueAfterBytes() {
		CheckpointClock clock = clock(1000, 100, 0);
		assertThat(due(clock, steadily(20, 30, 1), 0)).containsExactly(4L, 7L, 10L, 14L, 17L, 20L);
		assertThat(clock.payloadBytes()).isEqualTo(600);
	}

	@Test
	void notDueBeforeTimeHasPassed() {
		CheckpointClock clock = clock(10, Long.MAX_VALUE, SECOND);
		assertThat(due(clock, steadily(100, 1, SECOND / 25), 0)).containsExactly(25L, 50L, 75L, 100L);
	}

	@Test
	void notDueBecauseTimeHasPassed() {
		assertThat(due(clock(10, Long.MAX_VALUE, 1), steadily(25, 1, SECOND), 0)).containsExactly(10L, 20L);
	}

	/**
	 * The primary's clock was an hour ahead, and replicated time waits for it.
	 */
	@Test
	void dueWhenTimeStandsStill() {
		List<Entry> entries = new ArrayList<>();
		for (long op = 1; op <= 1500; op++) {
			entries.add(entry(op, SECOND + op, 1));
		}
		CheckpointClock clock = clock(10, Long.MAX_VALUE, SECOND);
		assertThat(due(clock, entries, 0)).containsExactly(10L, 650L, 1290L);
		assertThat(due(clock(10, Long.MAX_VALUE, SECOND), entries, 40)).containsExactly(650L, 1290L);
	}

	@Test
	void whoGoesOnFromACheckpointFindsTheSameDue() {
		for (int seed = 0; seed < 200; seed++) {
			List<Entry> entries = random(seed);
			List<Long> expected = due(clock(10, 300, 50), entries, 0);
			long bytes = 0;
			CheckpointClock late = clock(10, 300, 50);
			int from = expected.get(seed % expected.size()).intValue();
			for (Entry entry : entries.subList(0, from)) {
				bytes += entry.payload().length;
			}
			late.restart(from, entries.get(from - 1).timestampNanos(), bytes);
			assertThat(due(late, entries.subList(from, entries.size()), 0))
				.isEqualTo(expected.stream().filter((op) -> op > from).toList());
		}
	}

	@Test
	void whoTakesFewTakesWhatOthersTake() {
		for (int seed = 0; seed < 200; seed++) {
			List<Entry> entries = random(seed);
			List<Long> all = due(clock(10, 300, 50), entries, 0);
			for (int rank = 1; rank < 5; rank++) {
				List<Long> fewer = due(clock(10, 300, 50), entries, rank);
				assertThat(all).containsAll(fewer);
				all = fewer;
			}
		}
	}

	@Test
	void halfAsManyComeWithEachRank() {
		List<Entry> entries = steadily(100_000, 1, SECOND / 100);
		int all = due(clock(10, Long.MAX_VALUE, SECOND), entries, 0).size();
		assertThat(all).isEqualTo(1000);
		assertThat(due(clock(10, Long.MAX_VALUE, SECOND), entries, 1)).hasSize(500);
		assertThat(due(clock(10, Long.MAX_VALUE, SECOND), entries, 3)).hasSize(125);
	}

	/**
	 * Two members had other settings for a while.
	 */
	@Test
	void settingsOfThePastDoNotMatter() {
		List<Entry> entries = steadily(1000, 1, SECOND / 100);
		CheckpointClock one = clock(10, Long.MAX_VALUE, SECOND);
		CheckpointClock other = clock(10, Long.MAX_VALUE, SECOND);
		one.restart(14, 14 * SECOND / 100, 0);
		other.restart(20, 20 * SECOND / 100, 0);
		assertThat(due(one, entries.subList(20, 1000), 0)).isEqualTo(due(other, entries.subList(20, 1000), 0));
	}

	private static CheckpointClock clock(int ops, long bytes, long nanos) {
		return new CheckpointClock(new CheckpointOptions(ops, bytes, nanos, 0, 0, 0, 0));
	}

	private static List<Long> due(CheckpointClock clock, List<Entry> entries, int rank) {
		List<Long> due = new ArrayList<>();
		for (Entry entry : entries) {
			int found = clock.executed(entry);
			if (found != CheckpointClock.NOT_DUE && found >= rank) {
				due.add(entry.opNumber());
			}
		}
		return due;
	}

	private static List<Entry> steadily(int count, int bytes, long nanos) {
		List<Entry> entries = new ArrayList<>();
		for (long op = 1; op <= count; op++) {
			entries.add(entry(op, op * nanos, bytes));
		}
		return entries;
	}

	private static List<Entry> random(int seed) {
		Random random = new Random(seed);
		List<Entry> entries = new ArrayList<>();
		long nanos = 1000;
		for (long op = 1; op <= 2000; op++) {
			nanos += (random.nextInt(20) == 0) ? random.nextInt(200) : 1 + random.nextInt(5);
			entries.add(entry(op, nanos, random.nextInt(40)));
		}
		return entries;
	}

	private static Entry entry(long op, long nanos, int bytes) {
		return new Entry(0, 0, op, nanos, Operation.COMMAND, new UUID(0, 1), 1, op, 0, new byte[bytes]);
	}

}
