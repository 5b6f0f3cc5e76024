package dev.viewstamped.replica;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Pace}.
 */
class PaceTests {

	private static final long SECOND = 1_000_000_000;

	@Test
	void bytesTakeTheirTime() {
		Pace pace = new Pace(1000, 0);
		long now = 0;
		long bytes = 0;
		while (now < 10 * SECOND) {
			now += SECOND / 200;
			if (pace.allows(now)) {
				pace.spend(100, now);
				bytes += 100;
			}
		}
		assertThat(bytes).isBetween(9_800L, 10_200L);
	}

	@Test
	void pauseGivesNoBurst() {
		Pace pace = new Pace(1000, 0);
		pace.spend(100, 60 * SECOND);
		assertThat(pace.allows(60 * SECOND + SECOND / 20)).isFalse();
		assertThat(pace.allows(60 * SECOND + SECOND / 10)).isTrue();
	}

	@Test
	void clockMayBeginAnywhere() {
		Pace pace = new Pace(1000, Long.MAX_VALUE - 5);
		assertThat(pace.allows(Long.MAX_VALUE - 5)).isTrue();
		Pace negative = new Pace(1000, -5 * SECOND);
		assertThat(negative.allows(-5 * SECOND)).isTrue();
		negative.spend(1000, -5 * SECOND);
		assertThat(negative.allows(-5 * SECOND + SECOND / 2)).isFalse();
	}

}
