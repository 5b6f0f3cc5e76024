package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SimulatedTime} and {@link EventQueue}.
 */
class SimulatedTimeTests {

	private static final long SECOND = 1_000_000_000L;

	private final SimulatedTime time = new SimulatedTime();

	@Test
	void monotonicClockStartsAnywhereAndDrifts() {
		SimulatedTime.Clock clock = this.time.clock(5, 0, 100);
		assertThat(clock.monotonicNanos()).isEqualTo(5);
		this.time.advanceTo(SECOND);
		assertThat(clock.monotonicNanos()).isEqualTo(5 + SECOND + 100_000);
	}

	@Test
	void wallClockJumpsAndMonotonicClockDoesNot() {
		SimulatedTime.Clock clock = this.time.clock(0, 7, 0);
		long before = clock.wallClockNanos();
		clock.jumpWallClock(-SECOND);
		assertThat(clock.wallClockNanos()).isEqualTo(before - SECOND);
		assertThat(clock.monotonicNanos()).isZero();
		assertThat(this.time.clock(0, 0, 0).wallClockNanos()).isEqualTo(before - 7);
	}

	@Test
	void timeDoesNotGoBack() {
		this.time.advanceTo(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.time.advanceTo(1));
	}

	@Test
	void eventsRunInOrderOfTimeAndOfArrival() {
		EventQueue events = new EventQueue(this.time);
		List<String> seen = new ArrayList<>();
		events.after(2, () -> seen.add("third"));
		events.after(1, () -> {
			seen.add("first");
			events.after(1, () -> seen.add("fourth"));
		});
		events.after(1, () -> seen.add("second"));
		events.after(9, () -> seen.add("never"));
		while (events.runNext(8)) {
			assertThat(this.time.nowNanos()).isLessThan(8);
		}
		assertThat(seen).containsExactly("first", "second", "third", "fourth");
		assertThat(this.time.nowNanos()).isEqualTo(8);
	}

}
