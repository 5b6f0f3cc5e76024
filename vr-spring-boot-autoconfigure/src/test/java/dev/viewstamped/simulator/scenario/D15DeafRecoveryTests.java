package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D15: a replica that recovers takes part in nothing. If an old StartView made it normal,
 * or if it promised an empty log for a view change, it would have forgotten what it had
 * acknowledged before it crashed. While it recovers it hears answers to its own questions
 * and nothing else.
 */
class D15DeafRecoveryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final String LAST_BRANCH = "else if (message instanceof NewState newState) {"
			+ " this.stateTransfer.on(newState); } } }";

	/**
	 * B and C commit x in view 1, A lacks it. C crashes, and a StartView from before x
	 * reaches its next life, while B is out of reach: A and C must not begin view 2.
	 */
	@Test
	void oldStartViewIsNotHeard() {
		Story.formed(3)
			.copy(B, C, StartView.class)
			.crash(A)
			.eventuallyNormalIn(1, B, C)
			.restart(A)
			.recovers(A)
			.drop(B, A, Prepare.class, NewState.class)
			.write()
			.answered()
			.crash(C)
			.drop(-1, C, RecoveryResponse.class, NewState.class)
			.restart(C)
			.later(0.2)
			.separate(B, A, C)
			.release(StartView.class)
			.later(4)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.converges();
	}

	@Test
	void hearingAStartViewIsCaught() {
		NaiveRule.in("replica/Dispatch", LAST_BRANCH, """
				else if (message instanceof NewState newState) {
					this.stateTransfer.on(newState);
				}
				else if (message instanceof StartView startView) {
					this.viewChange.on(startView);
				} } }
				""").isCaughtBy(getClass(), "oldStartViewIsNotHeard", "RECOVERED-LOG");
	}

	/**
	 * A and C commit x, B lacks it. C crashes and is recovering when A and B vote to
	 * leave view 0. B has to wait for A's promise: C's would be an empty log.
	 */
	@Test
	void viewChangeIsNotJoined() {
		Story.formed(3)
			.write()
			.answered()
			.drop(A, B, Prepare.class, NewState.class)
			.write()
			.answered()
			.crash(C)
			.drop(-1, C, RecoveryResponse.class)
			.drop(A, B, DoViewChange.class)
			.restart(C)
			.later(0.2)
			.write()
			.later(4)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.look(B, (report) -> assertThat(report.status()).isEqualTo(Status.VIEW_CHANGE))
			.converges();
	}

	@Test
	void joiningAViewChangeIsCaught() {
		NaiveRule.in("replica/Dispatch", LAST_BRANCH, """
				else if (message instanceof NewState newState) {
					this.stateTransfer.on(newState);
				}
				else if (message instanceof StartViewChange vote) {
					this.viewChange.on(vote);
				} } }
				""").isCaughtBy(getClass(), "viewChangeIsNotJoined", "RECOVERED-LOG");
	}

}
