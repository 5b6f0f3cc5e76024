package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link NaiveRule}.
 */
class NaiveRuleTests {

	static class Passing {

		void passes() {
		}

	}

	private static final NaiveRule HARMLESS = NaiveRule.in("replica/Quorums", "record Quorums(int size) {",
			"record Quorums(int size) { private static final int HARMLESS = 0; ");

	@Test
	void testThatTheNaiveRulePassesIsNotCaught() {
		assertThat(HARMLESS.failureOf(Passing.class, "passes")).isNull();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> HARMLESS.isCaughtBy(Passing.class, "passes", "AGREEMENT"));
	}

	@Test
	void harmlessRuleIsNotFoundByRuns() {
		assertThat(HARMLESS.failureOfSeeds(1, 3)).isNull();
	}

	@Test
	void quorumThatIsOneTooSmallIsFoundByRuns() {
		NaiveRule.in("replica/Quorums", "return this.size / 2 + 1;", "return (this.size + 1) / 2;")
			.isFoundBySeeds(1, 100, "QUORUM");
	}

	@Test
	void textThatIsNotInTheSourceIsRefused() {
		NaiveRule rule = NaiveRule.in("replica/Quorums", "not there", "");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.failureOfSeeds(1, 1))
			.withMessageContaining("not there");
	}

	@Test
	void ruleThatDoesNotCompileIsRefused() {
		NaiveRule rule = NaiveRule.in("replica/Quorums", "record Quorums(int size) {", "final klass Quorums {");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> rule.failureOfSeeds(1, 1))
			.withMessageContaining("does not compile");
	}

}
