package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

/**
 * Stories of clients and their sessions.
 */
class SessionStoryTests {

	/**
	 * A client opens its session in view 1 and comes then to the primary of view 0, which
	 * the group has left behind: it does not know the session, and must not say that it
	 * was evicted.
	 */
	@Test
	void primaryThatWasLeftBehindEvictsNobodyD24() {
		Story.formed(3)
			.pause(0)
			.write()
			.answered()
			.isolate(0)
			.resume(0)
			.pause(1)
			.write()
			.later(3)
			.pending()
			.resume(1)
			.answered()
			.converges();
	}

}
