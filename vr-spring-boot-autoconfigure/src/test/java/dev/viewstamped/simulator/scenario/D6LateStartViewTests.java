package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.StartView;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D6: a StartView comes late or twice, and a replica that is in its view already replaces
 * its log once more (§4.2 step 5 says no more than to replace it). B begins view 1 and
 * commits x with C; a copy of its StartView reaches C and takes x away again. Our rule: a
 * StartView is taken only on the way into its view.
 */
class D6LateStartViewTests {

	private static final NaiveRule TAKEN_AGAIN = NaiveRule
		.in("replica/ViewChange", "if (view == this.state.view() && this.state.isBackup()) {", "if (false) {")
		.and("replica/ViewChange",
				"if (view == this.state.view() && this.state.status() == Status.VIEW_CHANGE) { extendDeadline();",
				"if (view == this.state.view() && this.state.primary() != this.state.self) { extendDeadline();");

	/**
	 * C has acknowledged x and does not know that it is committed.
	 */
	@Test
	void lateStartViewDoesNotReplaceTheLog() {
		inViewOneWithACopy().drop(B, C, Commit.class)
			.write()
			.answered()
			.release()
			.later(0.02)
			.look(C, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.look(C, (report) -> assertThat(report.commitNumber()).isEqualTo(3))
			.pass()
			.restart(A)
			.eventually("member 0 recovers", (cluster) -> cluster.replica(A).isNormal())
			.crash(B)
			.write()
			.answered()
			.restart(B)
			.converges();
	}

	/**
	 * C knows that x is committed.
	 */
	@Test
	void lateStartViewDoesNotReplaceWhatIsCommitted() {
		inViewOneWithACopy().write()
			.answered()
			.later(0.02)
			.release()
			.later(0.02)
			.look(C, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.restart(A)
			.eventually("member 0 recovers", (cluster) -> cluster.replica(A).isNormal())
			.crash(B)
			.write()
			.answered()
			.restart(B)
			.converges();
	}

	@Test
	void startViewThatIsTakenAgainIsCaught() {
		TAKEN_AGAIN.isCaughtBy(D6LateStartViewTests.class, "lateStartViewDoesNotReplaceTheLog", "LOG-KEPT");
	}

	/**
	 * A replica stops rather than drop what it knows to be committed.
	 */
	@Test
	void replicaThatWouldDropWhatIsCommittedStops() {
		TAKEN_AGAIN.isCaughtBy(D6LateStartViewTests.class, "lateStartViewDoesNotReplaceWhatIsCommitted",
				"HELD-BY-QUORUM");
	}

	private static Story inViewOneWithACopy() {
		Story story = Story.formed(3).write().answered().later(10).copy(B, C, StartView.class).crash(A);
		return story.eventuallyNormalIn(1, B, C).pass();
	}

}
