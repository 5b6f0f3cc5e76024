package dev.viewstamped.replica;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Courtesy}.
 */
class CourtesyTests {

	private static final long MAX_REST = 1000;

	private final Courtesy courtesy = new Courtesy(MAX_REST, Long.MAX_VALUE - 50);

	@Test
	void firstQuestionIsAllowedAtOnce() {
		assertThat(this.courtesy.allows(Long.MAX_VALUE - 50)).isTrue();
	}

	@Test
	void transferHasAQuarterOfTheTime() {
		long now = Long.MAX_VALUE - 50;
		this.courtesy.asked(now, 7);
		this.courtesy.read(now + 100, 8);
		assertThat(this.courtesy.isDue()).isTrue();
		assertThat(this.courtesy.allows(now + 399)).isFalse();
		assertThat(this.courtesy.allows(now + 400)).isTrue();
	}

	@Test
	void nobodyRestsWhereNobodyIsServed() {
		long now = Long.MAX_VALUE - 50;
		this.courtesy.asked(now, 7);
		this.courtesy.read(now + 100, 7);
		assertThat(this.courtesy.isDue()).isFalse();
		assertThat(this.courtesy.allows(now + 100)).isTrue();
	}

	@Test
	void restIsNotLongerThanItMayBe() {
		long now = Long.MAX_VALUE - 50;
		this.courtesy.asked(now, 7);
		this.courtesy.read(now + 50_000, 8);
		assertThat(this.courtesy.allows(now + 50_000 + MAX_REST - 1)).isFalse();
		assertThat(this.courtesy.allows(now + 50_000 + MAX_REST)).isTrue();
	}

}
