package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Recovery;

/**
 * Stories of members that restart several times. Members 0 to 4 are A to E of the
 * protocol's notes.
 */
class CrashVectorStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * The third life of C learns from E of the second one, tells E alone of itself and
	 * crashes. The fourth life does not hear E, takes an earlier number than the third
	 * one's, and then needs E.
	 */
	@Test
	void recoveringLifeThatIsTakenForAnEarlierOneTakesALaterNumber() {
		Story.formed(5)
			.write()
			.answered()
			.crash(C)
			.drop(C, A, Recovery.class)
			.drop(C, B, Recovery.class)
			.drop(C, D, Recovery.class)
			.restart(C)
			.later(0.1)
			.crash(C)
			.drop(D, C)
			.restart(C)
			.later(0.1)
			.crash(C)
			.pass()
			.drop(C, -1, Recovery.class)
			.drop(E, C)
			.restart(C)
			.later(0.1)
			.crash(D)
			.pass()
			.eventually("member 2 recovers", (cluster) -> cluster.replica(C).isNormal())
			.write()
			.answered()
			.converges();
	}

}
