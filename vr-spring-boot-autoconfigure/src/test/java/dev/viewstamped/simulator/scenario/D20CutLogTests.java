package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.SimulatedReplica;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D20: the log is cut while somebody fetches. C was away and fetches a checkpoint; when
 * it has all of it, others have taken the next one and cut their logs there, so that the
 * entries after C's checkpoint are gone: it begins again, and under load never ends. Our
 * rule: the two latest checkpoints are kept, and the log from the earlier one on; what is
 * being fetched stays; and what has come counts for the next one.
 */
class D20CutLogTests {

	@Test
	void memberThatWasAwayCatchesUpUnderLoad() {
		Story.checkpointing(3, 8)
			.pause(C)
			.busy()
			.later(4)
			.slow(0.3)
			.resume(C)
			.eventually("member 2 is close behind", (cluster) -> lag(cluster.replica(0), cluster.replica(C)) < 8)
			.look(C, (report) -> assertThat(report.firstOpNumber()).isGreaterThan(20))
			.idle()
			.converges();
	}

	@Test
	void logThatIsCutAtTheLatestCheckpointIsCaught() {
		NaiveRule
			.in("replica/Checkpoints", "Checkpoint before = this.earlier; if (before != null) {",
					"Checkpoint before = checkpoint; if (before != null) {")
			.and("replica/Checkpoints",
					"Checkpoint before = this.earlier; return (before != null && id(before).equals(id)) ? before : null;",
					"return null;")
			.and("replica/PageServer", "if (held != null && idOf(held).equals(id)) {", "if (false) {")
			.isCaughtBy(getClass(), "memberThatWasAwayCatchesUpUnderLoad", "member 2 is close behind");
	}

	private static long lag(SimulatedReplica one, SimulatedReplica other) {
		return one.report().executedNumber() - other.report().executedNumber();
	}

}
