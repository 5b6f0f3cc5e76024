package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
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
 * D8: an acknowledgement of an earlier view counts in a later one. B acknowledges x in
 * view 0, and drops it in view 2, where C alone has w. A begins view 5 with x; D
 * acknowledges, and with B's old acknowledgement A takes two copies for three and commits
 * x. The next view may begin with B, C and E, of which C's log is the latest: x is gone.
 * Our rule: an acknowledgement counts in the view that it was made in, and a primary
 * begins each view with none.
 */
class D8StaleAcknowledgementTests {

	@Test
	void acknowledgementOfAnEarlierViewDoesNotCount() {
		Story story = Story.formed(5)
			.writeAt(A)
			.answered()
			.later(10)
			.copy(B, A, PrepareOk.class)
			.drop(A, C, Prepare.class, NewState.class)
			.drop(A, D, Prepare.class, NewState.class)
			.drop(A, E, Prepare.class, NewState.class)
			.writeAt(A)
			.later(0.1)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.isolate(A)
			.isolate(B)
			.drop(C, D, StartView.class)
			.drop(C, E, StartView.class);
		story.eventuallyNormalIn(2, C).heal().isolate(A);
		story.eventuallyNormalIn(2, B)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.drop(C, -1, Prepare.class, NewState.class)
			.writeAt(C)
			.later(0.1)
			.look(C, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.pass()
			.heal();
		story.separate(B, A, D, E);
		story.separate(C, A, D, E);
		story.drop(-1, D, DoViewChange.class)
			.drop(-1, E, DoViewChange.class)
			.drop(A, E, StartView.class, Prepare.class, Commit.class);
		story.eventuallyNormalIn(5, A, D)
			.release(B, A, PrepareOk.class)
			.later(0.1)
			.pass()
			.isolate(A)
			.isolate(D)
			.eventually("a view is begun without members 0 and 3",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() > 5) == 3)
			.write()
			.answered()
			.converges();
	}

	@Test
	void acknowledgementThatIsLateAndCountedIsCaught() {
		NaiveRule.in("replica/NormalCase", "|| prepareOk.header().view() != this.state.view()", "")
			.isCaughtBy(D8StaleAcknowledgementTests.class, "acknowledgementOfAnEarlierViewDoesNotCount",
					"HELD-BY-QUORUM");
	}

	@Test
	void acknowledgementThatWasCountedInAnEarlierViewIsCaught() {
		NaiveRule.in("replica/NormalCase", "Arrays.fill(this.acknowledged, 0);", "")
			.isCaughtBy(D8StaleAcknowledgementTests.class, "acknowledgementOfAnEarlierViewDoesNotCount",
					"HELD-BY-QUORUM");
	}

}
