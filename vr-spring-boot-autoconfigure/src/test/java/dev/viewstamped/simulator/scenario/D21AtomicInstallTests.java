package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D21: a checkpoint is installed in parts, over what was there, or apart from the log
 * that follows it and from the view whose log that is; a crash or a view change in
 * between finds neither the one state nor the other. Our rule: a checkpoint is put
 * together aside; a backup takes it when it is whole, and a replica that is to become
 * normal in another view takes it together with the log and the view.
 */
class D21AtomicInstallTests {

	private static final int INTERVAL_OPS = 5;

	/**
	 * C has fetched a checkpoint of view 1, and not what follows it.
	 */
	@Test
	void checkpointIsTakenWithTheLogAndTheView() {
		Story story = farBehindInView1().drop(-1, C, NewState.class).heal();
		story.eventually("B is primary", (cluster) -> cluster.replica(B).isNormalIn(1)).later(5).look(C, (report) -> {
			assertThat(report.status()).isEqualTo(Status.VIEW_CHANGE);
			assertThat(report.opNumber()).as("log of C").isZero();
			assertThat(report.executedNumber()).as("state of C").isZero();
		})
			.pass()
			.eventuallyNormalIn(1, C)
			.look(C, (report) -> assertThat(report.executedNumber()).isGreaterThan(60))
			.restart(A)
			.converges();
	}

	/**
	 * Pages come one message at a time, and C crashes after each number of them.
	 */
	@Test
	void crashAmidATransferLeavesNothingBehind() {
		Story story = Story.formedWithCheckpoints(3, INTERVAL_OPS).writes(40);
		for (int messages = 1; messages < 5; messages++) {
			story.crash(C).hold(-1, C, NewPages.class).restart(C);
			for (int i = 0; i < messages; i++) {
				story.eventuallyHeld(-1, C, NewPages.class).release(-1, C, NewPages.class).later(0.02);
			}
			story.look(C, (report) -> assertThat(report.executedNumber()).isIn(0L, report.commitNumber()))
				.pass()
				.writes(1);
		}
		story.recovers(C).converges();
	}

	@Test
	void checkpointThatIsTakenBeforeTheLogIsCaught() {
		NaiveRule
			.in("replica/CheckpointTransfer", "this.aside = checkpoint; this.asideView",
					"this.checkpoints.install(checkpoint); this.aside = checkpoint; this.asideView")
			.isCaughtBy(D21AtomicInstallTests.class, "checkpointIsTakenWithTheLogAndTheView", "LOG-KEPT", "log of C",
					"COMMIT", "LOG");
	}

	/**
	 * A is gone, and C has nothing of the log. The last entries are in no checkpoint.
	 */
	private static Story farBehindInView1() {
		return Story.formedWithCheckpoints(3, INTERVAL_OPS).isolate(C).writes(62).crash(A);
	}

}
