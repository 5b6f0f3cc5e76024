package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D13: an acknowledgement is lost, and nobody repeats it (§4.2 step 5 and §4.3 do not say
 * who should). A command waits, perhaps one that a new primary has inherited, and all
 * that waits for it waits with it. Our rule: a backup acknowledges what it has, whether
 * it came by Prepare or with a view, and does so again whenever it hears the primary.
 */
class D13LostAcknowledgementTests {

	private static final NaiveRule ONCE = NaiveRule.in("replica/NormalCase",
			"this.stateTransfer.fillGap(); } this.acknowledgementDue = true;", "this.stateTransfer.fillGap(); }");

	/** Nor is anything acknowledged that did not come by Prepare. */
	private static final NaiveRule ONLY_PREPARES = ONCE.and("replica/NormalCase",
			"this.acknowledgementDue = this.state.isBackup();", "this.acknowledgementDue = false;");

	/**
	 * No further command comes after the one whose acknowledgements were lost.
	 */
	@Test
	void commandIsCommittedThoughItsAcknowledgementsAreLost() {
		Story.formed(3)
			.write()
			.answered()
			.drop(-1, A, PrepareOk.class)
			.write()
			.later(0.3)
			.pending()
			.converges()
			.answeredAlready()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0);
	}

	/**
	 * B begins view 1 with a command that is not committed, and C's acknowledgement of it
	 * is lost. The client has died with A, so nobody asks for anything more.
	 */
	@Test
	void commandOfAnEarlierViewIsCommittedThoughItsAcknowledgementIsLost() {
		Story story = Story.formed(3)
			.writeAt(A)
			.answered()
			.later(10)
			.drop(-1, A, PrepareOk.class)
			.writeAt(A)
			.later(0.1)
			.drop(C, B, PrepareOk.class)
			.crash(A);
		story.eventuallyNormalIn(1, B, C)
			.later(0.3)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.look(B, (report) -> assertThat(report.commitNumber()).isEqualTo(3))
			.pass()
			.eventually("the command is committed", (cluster) -> cluster.replica(B).report().commitNumber() == 4)
			.now("one view was begun", (cluster) -> cluster.maxView() == 1)
			.converges();
	}

	/**
	 * The primary gives up, and the next view has the command acknowledged: nothing is
	 * lost but time.
	 */
	@Test
	void acknowledgementThatIsNotRepeatedIsCaught() {
		ONCE.isCaughtBy(D13LostAcknowledgementTests.class, "commandIsCommittedThoughItsAcknowledgementsAreLost",
				"no view was begun");
		ONCE.isCaughtBy(D13LostAcknowledgementTests.class,
				"commandOfAnEarlierViewIsCommittedThoughItsAcknowledgementIsLost", "one view was begun");
	}

	@Test
	void entryOfAnEarlierViewThatNobodyAcknowledgesIsCaught() {
		ONLY_PREPARES.isCaughtBy(D13LostAcknowledgementTests.class,
				"commandOfAnEarlierViewIsCommittedThoughItsAcknowledgementIsLost", "LIVENESS");
	}

}
