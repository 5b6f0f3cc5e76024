package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D4: the log is durable and the view is not. C promises B to take part in view 1, and
 * restarts; its disk knows view 0, so it acknowledges x to A, which commits it. B has C's
 * promise, which knows nothing of x, and begins view 1 without it. Our rule: the view is
 * on the disk before the promise is sent, and the restarted C is in view 1.
 */
class D4DurableViewTests {

	@Test
	void promiseIsKnownAfterARestart() {
		Story.durable(3)
			.isolate(A)
			.hold(C, B, DoViewChange.class)
			.eventuallyHeld(C, B, DoViewChange.class)
			.kill(C)
			.pause(B)
			.heal()
			.drop(-1, B, Prepare.class, NewState.class, Commit.class)
			.restart(C)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.VIEW_CHANGE))
			.write()
			.later(0.2)
			.resume(B)
			.release(C, B, DoViewChange.class)
			.later(1)
			.pass()
			.answered()
			.converges();
	}

	@Test
	void viewThatIsForgottenIsCaught() {
		NaiveRule.in("replica/Restart", "Promises promises = stored.promises();", """
				Promises all = stored.promises();
				Promises promises = new Promises(all.groupId(), all.configuration(), all.lastNormalView(),
						all.lastNormalView(), all.incarnation(), all.crashVector(), all.commitNumber());""")
			.isCaughtBy(getClass(), "promiseIsKnownAfterARestart", "NORMAL", "S4-MONOTONE-ON-DISK",
					"S5-NO-ACK-AFTER-PROMISE");
	}

}
