package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartView;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D7: a Prepare of a later view follows the last op-number of a replica's log, so the
 * replica takes it, and the view with it. But A has x where view 1 has y: A appends what
 * follows y and, told that all before is committed, executes x. Our rule: a replica comes
 * into a view only with that view's log; and it appends an entry only if the one before
 * is the one that the primary has there.
 */
class D7ViewJumpTests {

	private static final NaiveRule JUMPS = NaiveRule.in("replica/Dispatch", "this.stateTransfer.askForView(view);",
			"if (this.state.isNormal()) { this.state.becomeNormal(view); }");

	/**
	 * The Prepare of the next command of view 1 is the first that A hears of that view.
	 */
	@Test
	void prepareOfALaterViewIsNotAppended() {
		viewOneHasY().drop(B, A, StartView.class, NewState.class, Commit.class, Ping.class)
			.drop(C, A)
			.heal()
			.writeAt(B)
			.answered()
			.later(0.2)
			.look(A, (report) -> assertThat(report.view()).isZero())
			.look(A, (report) -> assertThat(report.commitNumber()).isEqualTo(6))
			.converges();
	}

	/**
	 * No Prepare reaches A at all: a Commit is the first that it hears.
	 */
	@Test
	void commitOfALaterViewCommitsNothing() {
		viewOneHasY().drop(B, A, StartView.class, NewState.class, Prepare.class, Ping.class)
			.drop(C, A)
			.heal()
			.later(0.3)
			.look(A, (report) -> assertThat(report.view()).isZero())
			.look(A, (report) -> assertThat(report.commitNumber()).isEqualTo(6))
			.converges();
	}

	@Test
	void commitThatIsTakenForTheLogAtHandIsCaught() {
		JUMPS.isCaughtBy(D7ViewJumpTests.class, "commitOfALaterViewCommitsNothing", "ONE-LOG-IN-VIEW");
	}

	/**
	 * It is seen that the entries before are not the same, and the replica stops.
	 */
	@Test
	void viewThatIsTakenWithoutItsLogIsCaught() {
		JUMPS.isCaughtBy(D7ViewJumpTests.class, "prepareOfALaterViewIsNotAppended", "SAME-COMMITTED");
	}

	/**
	 * Nobody looks at what comes before, as in the paper.
	 */
	@Test
	void prepareThatIsAppendedByItsOpNumberIsCaught() {
		JUMPS
			.and("replica/NormalCase", "if (known && !log.viewstamp(parent.opNumber()).equals(parent)) {",
					"if (false) {")
			.isCaughtBy(D7ViewJumpTests.class, "prepareOfALaterViewIsNotAppended", "ONE-LOG-IN-VIEW");
	}

	/**
	 * A has x, which is not committed, where view 1 has y, which is. What view 1 has sent
	 * to A so far is lost.
	 */
	private static Story viewOneHasY() {
		return Story.formed(3)
			.writeAt(A)
			.answered()
			.writeAt(B)
			.answered()
			.later(10)
			.isolate(A)
			.writeAt(A)
			.later(0.1)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(7))
			.writeAt(B)
			.answered()
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(7))
			.later(0.02);
	}

}
