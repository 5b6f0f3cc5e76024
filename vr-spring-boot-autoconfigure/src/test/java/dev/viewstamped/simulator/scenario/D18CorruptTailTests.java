package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Disks;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D18: an end of the journal that cannot be read is not an end that was never written. A
 * and B commit x. B's journal goes bad where x is; if B takes it for a write that was
 * under way when its machine stopped, and cuts it, B and C begin a view without x. Our
 * rule: how far the journal was synchronized is known; what is bad before that makes B a
 * member that has lost its state, which it takes from the others.
 */
class D18CorruptTailTests {

	@Test
	void memberWhoseJournalIsBadRecovers() {
		Story.durable(3)
			.writes(20)
			.drop(A, C, Prepare.class, NewState.class)
			.write()
			.answered()
			.later(0.2)
			.kill(B)
			.happens(Disks.corruptJournalEnd(B))
			.pause(A)
			.restart(B)
			.look(B, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.later(3)
			.now("members 1 and 2 begin nothing", (cluster) -> !cluster.replica(B).isNormal())
			.resume(A)
			.pass()
			.recovers(B)
			.write()
			.answered()
			.converges();
	}

	@Test
	void journalThatIsCutWhereItIsBadIsCaught() {
		NaiveRule
			.in("storage/JournalScan", "end != expectedEnd : reader.isKnownToBeSynced(end)",
					"end != expectedEnd : false")
			.and("storage/JournalScan",
					"if (isMarked(last.number() + 1, 0) || isMarked(last.number(), last.bytes())) {", "if (false) {")
			.isCaughtBy(getClass(), "memberWhoseJournalIsBadRecovers", "S4-DISK-REMEMBERS");
	}

}
