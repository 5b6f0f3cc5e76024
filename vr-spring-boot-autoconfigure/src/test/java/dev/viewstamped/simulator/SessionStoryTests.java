package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.Invocation.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of clients and their sessions.
 */
class SessionStoryTests {

	/**
	 * The primary appends a command and reaches nobody. The client then asks the others,
	 * which refuse it. The entry survives.
	 */
	@Test
	void commandThatOneRefusesAndAnotherHasIsUnknownCE6() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.isolate(0)
			.isolate(1)
			.isolate(2)
			.write()
			.ends(Outcome.UNKNOWN)
			.heal()
			.converges();
		assertThat(story.executed()).isBetween(1, 2);
	}

}
