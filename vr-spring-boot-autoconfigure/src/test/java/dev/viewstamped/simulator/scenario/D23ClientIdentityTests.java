package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Request;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D23: a client that restarts goes on under its old identity, as the paper proposes, with
 * a number that it believes to be free. What its earlier life sent last may be on its way
 * yet, and has that number. Here an identity is random and never used again, and the
 * group gives it a session by an entry in the log.
 */
class D23ClientIdentityTests {

	private static final int A = 0;

	private static final NaiveRule SAME_IDENTITY_AGAIN = NaiveRule.in("client/Registration",
			"this.random = random; this.client = new UUID(random.nextLong(), random.nextLong());",
			"this.random = random; this.client = new UUID(7, 7);");

	/**
	 * The client's first command is late, and its process dies. The next process's first
	 * command comes after it, and must not be answered with its result.
	 */
	@Test
	void commandOfANewProcessIsNotTakenForAnOldOne() {
		Story story = Story.formed(3)
			.hold(Story.CLIENT, A, Request.class)
			.write()
			.eventuallyHeld(Story.CLIENT, A, Request.class)
			.release()
			.eventuallyHeld(Story.CLIENT, A, Request.class)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(1))
			.restartClient()
			.pass()
			.release()
			.later(0.1)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.write()
			.answered()
			.converges();
		assertThat(story.executed()).isEqualTo(2);
	}

	@Test
	void goingOnUnderAnOldIdentityIsCaught() {
		SAME_IDENTITY_AGAIN.isCaughtBy(getClass(), "commandOfANewProcessIsNotTakenForAnOldOne", "ACKNOWLEDGED");
	}

	/**
	 * The client in the process of a replica is another one after each restart.
	 */
	@Test
	void commandAfterARestartOfTheReplicaIsExecuted() {
		Story story = Story.formed(3)
			.writeAt(2)
			.answered()
			.crash(2)
			.restart(2)
			.recovers(2)
			.writeAt(2)
			.answered()
			.converges();
		assertThat(story.executed()).isEqualTo(2);
	}

	@Test
	void identityThatIsTheMembersIsCaught() {
		SAME_IDENTITY_AGAIN.isCaughtBy(getClass(), "commandAfterARestartOfTheReplicaIsExecuted", "ACKNOWLEDGED");
	}

}
