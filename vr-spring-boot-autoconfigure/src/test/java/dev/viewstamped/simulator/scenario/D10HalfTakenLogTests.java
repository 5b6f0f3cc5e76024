package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.replica.Status;
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
 * D10: a primary to be has taken a part of the log that it chose, and its view fails. In
 * the next view it tells of a log that no view ever had, in the name of the view in which
 * it was normal last. Our rule: what is fetched is kept aside, and log and last normal
 * view change together when nothing is missing; and what a replica promises for a view is
 * made once, so that all that it sends for the view is the same.
 */
class D10HalfTakenLogTests {

	/**
	 * A and C have y at op 7, of view 0; B, D and E have z there, of view 1, and B and D
	 * another entry after it. C, to be primary of view 2, wants the log of D, and gets no
	 * more of it than E has.
	 */
	@Test
	void logOfAViewThatFailsIsNotTakenInPart() {
		Story story = Story.formed(5).writeAt(A).answered().writeAt(B).answered().later(10);
		story.separate(A, B, D, E);
		story.separate(C, B, D, E);
		story.writeAt(A).later(0.1).look(C, (report) -> assertThat(report.opNumber()).isEqualTo(7));
		story.eventuallyNormalIn(1, B, D, E)
			.writeAt(B)
			.answered()
			.drop(B, E, Prepare.class, NewState.class)
			.writeAt(B)
			.later(0.1)
			.look(D, (report) -> assertThat(report.opNumber()).isEqualTo(8))
			.look(E, (report) -> assertThat(report.opNumber()).isEqualTo(7))
			.crash(B)
			.pass();
		story.separate(A, B, C, D, E)
			.drop(D, C, NewState.class)
			.eventually("member 2 is to be primary", (cluster) -> cluster.replica(C).report().view() == 2
					&& cluster.replica(C).report().status() == Status.VIEW_CHANGE);
		story.eventuallyNormalIn(3, D)
			.look(D, (report) -> assertThat(report.opNumber()).isEqualTo(8))
			.pass()
			.restart(B)
			.converges();
	}

	/**
	 * While view 1 cannot begin, a life of E ends and another one announces itself.
	 */
	@Test
	void promiseThatIsSentAgainIsTheSame() {
		Story.formed(5)
			.write()
			.answered()
			.drop(-1, B, DoViewChange.class)
			.crash(A)
			.eventually("members 2 and 3 are in view 1",
					(cluster) -> cluster.replica(C).report().view() == 1 && cluster.replica(D).report().view() == 1)
			.crash(E)
			.restart(E)
			.later(0.5)
			.pass()
			.restart(A)
			.converges();
	}

	@Test
	void logThatIsTakenPieceByPieceIsCaught() {
		NaiveRule.in("replica/StateTransfer", "request(this.source, reached + 1);", """
				if (!this.fetched.isEmpty()) {
					this.state.log.replaceAfter(this.common, this.fetched);
					this.common = reached;
					this.fetched = new ArrayList<>();
				}
				request(this.source, reached + 1);""")
			.isCaughtBy(D10HalfTakenLogTests.class, "logOfAViewThatFailsIsNotTakenInPart", "ONE-LOG-IN-VIEW");
	}

	@Test
	void promiseThatIsMadeAnewEachTimeIsCaught() {
		NaiveRule.in("replica/ViewChange", "if (own == null) {", "if (true) {")
			.isCaughtBy(D10HalfTakenLogTests.class, "promiseThatIsSentAgainIsTheSame", "SAME-DO-VIEW-CHANGE");
	}

}
