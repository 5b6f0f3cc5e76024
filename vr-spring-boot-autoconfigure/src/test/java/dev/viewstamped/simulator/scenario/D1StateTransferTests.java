package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D1: a replica that hears of a later view asks for its log and, as the paper's state
 * transfer has it (§5.2), takes the view and cuts its own log back to what it knows to be
 * committed. A and B have x, A commits it, and B has not heard so. C begins view 2 with
 * A's log and sends B a Prepare; B cuts x off, and the answer to its question is lost.
 * Now A's log of view 0 and B's of view 2 begin view 3, and B's empty one is the later:
 * x, executed and acknowledged, is gone. Our rule: asking changes nothing; log, view and
 * last normal view are replaced in one step, when all that was asked for is there.
 */
class D1StateTransferTests {

	@Test
	void stateTransferForgetsNothingThatIsCommitted() {
		Story.formed(3)
			.drop(A, C, Prepare.class, NewState.class)
			.drop(A, B, Commit.class)
			.write()
			.answered()
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.look(C, (report) -> assertThat(report.opNumber()).isZero())
			.pass()
			.isolate(B)
			.drop(C, A, PrepareOk.class, StartView.class, Prepare.class, Commit.class)
			.drop(C, B, StartView.class, NewState.class)
			.write()
			.eventuallyPrimary(C)
			.look(A, (report) -> assertThat(report.status()).isEqualTo(Status.VIEW_CHANGE))
			.heal()
			.later(0.3)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.crash(C)
			.pass()
			.write()
			.answered()
			.restart(C)
			.converges();
	}

	@Test
	void logThatIsCutBackBeforeTheAnswerIsCaught() {
		NaiveRule.in("replica/StateTransfer", "int primary = this.state.participants.primaryToAsk(view);", """
				if (this.state.isBackup()) {
					this.state.log.replaceAfter(this.state.commitNumber(), List.of());
					this.state.becomeNormal(view);
				}
				int primary = this.state.participants.primaryToAsk(view);""")
			.isCaughtBy(D1StateTransferTests.class, "stateTransferForgetsNothingThatIsCommitted",
					"NO-COMMITTED-OP-REMOVED");
	}

}
