package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D16: what is on a disk need not be what the group has agreed on. Of five, A and C have
 * x, and it is never committed; B, D and E begin view 1 and put y in its place. C comes
 * back with x on its disk; who asks only for what follows it, or executes it, has another
 * log than the others. Our rule: a restarted member has what it had acknowledged, and
 * knows no more of what is committed; where its log parts from that of the later view is
 * found by viewstamps.
 */
class D16DiskTailTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	@Test
	void entryThatWasNeverCommittedIsReplacedAfterARestart() {
		Story.durable(5)
			.separate(A, B, D, E)
			.drop(C, A, PrepareOk.class)
			.writeAt(A)
			.later(0.2)
			.look(C, (report) -> assertThat(report.opNumber()).isPositive())
			.crash(C)
			.isolate(A)
			.eventuallyPrimary(B)
			.writeAt(B)
			.answered()
			.restart(C)
			.pass()
			.heal()
			.later(2)
			.crash(D)
			.writeAt(B)
			.answered()
			.restart(D)
			.converges();
	}

	@Test
	void diskThatIsTakenForCommittedIsCaught() {
		NaiveRule
			.in("replica/Restart", "this.state.commit(promises.commitNumber());",
					"this.state.commit(this.state.log.opNumber());")
			.isCaughtBy(getClass(), "entryThatWasNeverCommittedIsReplacedAfterARestart", "S1-SAME-COMMITTED",
					"S2-HELD-BY-QUORUM");
	}

}
