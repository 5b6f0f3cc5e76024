package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D20: a replica fetches a checkpoint, and while it does so the group takes later ones,
 * drops that one and the log after it: what the replica needs next is gone each time, and
 * under load it never catches up. Our rule: a checkpoint that is asked for stays while it
 * is asked for, and so does the log that follows it, as far as there is memory for it;
 * the two latest ones are kept with the log after the earlier; and if what a replica
 * fetches is gone nevertheless, it fetches the latest one instead and uses all that has
 * come.
 */
class D20GarbageHorizonTests {

	private static final int INTERVAL_OPS = 5;

	private static final int MANY = 100;

	@Test
	void replicaCatchesUpAlthoughTheLogIsCut() {
		behindTheLog().heal()
			.eventually("C catches up", (cluster) -> cluster.replica(C).report().executedNumber() == 61)
			.look(C, (report) -> assertThat(report.view()).isZero())
			.writes(10)
			.converges();
	}

	/**
	 * With each message of pages that arrives from B, the group takes one more
	 * checkpoint.
	 */
	@Test
	void checkpointThatIsFetchedStays() {
		Story story = behindTheLog().hold(-1, C, NewPages.class).drop(C, A, GetPages.class).heal();
		boolean[] caughtUp = new boolean[1];
		for (int i = 0; i < MANY && !caughtUp[0]; i++) {
			story.eventuallyHeld(-1, C, NewPages.class)
				.writes(INTERVAL_OPS)
				.release(-1, C, NewPages.class)
				.later(0.05)
				.look(C, (report) -> caughtUp[0] = report.executedNumber() > 60);
		}
		assertThat(caughtUp[0]).as("C has a checkpoint").isTrue();
		story.converges();
	}

	/**
	 * B, which gives the pages, is gone, and A has later checkpoints only.
	 */
	@Test
	void checkpointThatIsGoneIsReplacedByALaterOne() {
		behindTheLog().hold(-1, C, NewPages.class)
			.drop(C, A, GetPages.class)
			.heal()
			.eventuallyHeld(B, C, NewPages.class)
			.writes(4 * INTERVAL_OPS)
			.crash(B)
			.pass()
			.eventually("C catches up", (cluster) -> cluster.replica(C).report().executedNumber() >= 81)
			.restart(B)
			.converges();
	}

	@Test
	void logThatIsCutWithoutAWordIsCaught() {
		NaiveRule.in("replica/PageServer",
				"|| (from == 1 && this.checkpoints.latest() != null)) { offerLatest(message.header().from()); return; }",
				") { return; }")
			.isCaughtBy(D20GarbageHorizonTests.class, "replicaCatchesUpAlthoughTheLogIsCut", "C catches up");
	}

	@Test
	void checkpointThatIsTakenAwayIsCaught() {
		NaiveRule
			.in("replica/PageServer", "return (asked != null) ? asked : this.checkpoints.find(id);",
					"return this.checkpoints.find(id);")
			.isCaughtBy(D20GarbageHorizonTests.class, "checkpointThatIsFetchedStays", "C has a checkpoint");
	}

	@Test
	void replicaThatAsksOnForWhatIsGoneIsCaught() {
		NaiveRule
			.in("replica/CheckpointTransfer", "if (fits && further) {", "if (fits && further && fetching == null) {")
			.and("replica/CheckpointTransfer", "if (fetching != null && !this.pages.refused()) {", "if (false) {")
			.isCaughtBy(D20GarbageHorizonTests.class, "checkpointThatIsGoneIsReplacedByALaterOne", "C catches up");
	}

	/**
	 * C has nothing, and the log of the others begins later than that.
	 */
	private static Story behindTheLog() {
		return Story.formedWithCheckpoints(3, INTERVAL_OPS, INTERVAL_OPS)
			.isolate(C)
			.writes(60)
			.look(A, (report) -> assertThat(report.firstOpNumber()).isGreaterThan(40))
			.look(C, (report) -> assertThat(report.opNumber()).isZero());
	}

}
