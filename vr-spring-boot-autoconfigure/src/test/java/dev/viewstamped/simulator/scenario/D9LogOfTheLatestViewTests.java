package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartView;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.Members.D;
import static dev.viewstamped.simulator.scenario.Members.E;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D9: logs are ranked otherwise than by the last view in which their owner was normal. A
 * log may be long because nobody else had a say in it; and its last entry may be of an
 * early view though a later view has taken it over and committed it. Our rule: the last
 * normal view first, the length only among logs of one view.
 */
class D9LogOfTheLatestViewTests {

	private static final String RANKING = "if (candidate.lastNormalView() != best.lastNormalView()) {"
			+ " return candidate.lastNormalView() > best.lastNormalView(); }";

	/**
	 * B and C commit y in view 1. A has more entries of view 0, which are not committed.
	 */
	@Test
	void logOfTheLatestNormalViewIsTakenNotTheLongest() {
		Story.formed(3)
			.writeAt(A)
			.answered()
			.isolate(A)
			.writeAt(A)
			.writeAt(A)
			.writeAt(A)
			.writeAt(A)
			.write()
			.answered()
			.look(A, (report) -> assertThat(report.opNumber()).isGreaterThanOrEqualTo(6))
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.crash(B)
			.heal()
			.write()
			.answered()
			.restart(B)
			.converges();
	}

	/**
	 * A alone has x, of view 0, and B alone has z, of view 1. View 2 takes x over and
	 * commits it. Then B is back, and D and E begin a view with it: its last entry is
	 * later than x, and its log is not.
	 */
	@Test
	void logOfTheLatestNormalViewIsTakenNotThatOfTheLatestEntry() {
		Story story = Story.formed(5).writeAt(A).answered().writeAt(B).answered().later(10);
		story.separate(A, B, C, D, E).writeAt(A).later(0.1);
		for (int member : new int[] { C, D, E }) {
			story.drop(B, member, StartView.class, Prepare.class, NewState.class);
		}
		story.eventuallyNormalIn(1, B)
			.writeAt(B)
			.later(0.1)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(7))
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(7))
			.pass();
		// C has to wait for A's log
		story.separate(B, A, C, D, E).drop(D, C, DoViewChange.class);
		story.eventuallyNormalIn(2, A, C, D, E)
			.later(0.2)
			.look(C, (report) -> assertThat(report.commitNumber()).isEqualTo(7))
			.pass();
		story.separate(A, B, C, D, E);
		story.separate(C, A, B, D, E);
		story
			.eventually("a view is begun by members 1, 3 and 4",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() > 2) == 3)
			.converges();
	}

	@Test
	void rankingByLengthIsCaught() {
		ranking("").isCaughtBy(D9LogOfTheLatestViewTests.class, "logOfTheLatestNormalViewIsTakenNotTheLongest",
				"VIEW-HAS-COMMITTED");
	}

	/**
	 * The ranking of Raft, which is sound only with Raft's rule when to commit.
	 */
	@Test
	void rankingByTheViewOfTheLastEntryIsCaught() {
		ranking("""
				long latest = candidate.history().viewstamp(candidate.history().opNumber()).view();
				long latestOfBest = best.history().viewstamp(best.history().opNumber()).view();
				if (latest != latestOfBest) {
					return latest > latestOfBest;
				}""").isCaughtBy(D9LogOfTheLatestViewTests.class,
				"logOfTheLatestNormalViewIsTakenNotThatOfTheLatestEntry", "VIEW-HAS-COMMITTED");
	}

	/**
	 * A replica that knows an entry to be committed stops rather than take a log without
	 * it. That helps only where such a replica takes part, so it does not stop here.
	 */
	private static NaiveRule ranking(String naive) {
		return NaiveRule.in("replica/DoViewChanges", RANKING, naive)
			.and("replica/StateTransfer", "if (this.common < this.state.commitNumber()) {", "if (false) {");
	}

}
