package dev.viewstamped.simulator.scenario;

import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.Members.D;

/**
 * D5: the paper waits for f others to commit and for f + 1 members to begin a view, which
 * is right for groups of 2f + 1 only. Of four members f is one: A and B commit x while C
 * and D begin a view without it. Our rule: a quorum is more than half of the members,
 * whatever their number.
 */
class D5EvenGroupTests {

	private static final NaiveRule F_AND_ONE = NaiveRule.in("replica/Quorums", "return this.size / 2 + 1;",
			"return (this.size - 1) / 2 + 1;");

	/**
	 * A replica tells in its report how many it waits for, and would give itself away: it
	 * tells the right number here, so that one sees what the wrong one does.
	 */
	private static final NaiveRule HIDDEN = F_AND_ONE.and("replica/Reporting", "this.state.quorums.needed(),",
			"this.state.configuration.size() / 2 + 1,");

	/**
	 * Half of the members is no quorum, neither to commit nor to begin a view.
	 */
	@Test
	void halfOfAGroupDoesNothing() {
		Story story = Story.formed(4).write().answered();
		story.separate(A, C, D);
		story.separate(B, C, D);
		story.write().later(6).now("no view was begun", (cluster) -> cluster.maxView() == 0).converges();
	}

	/**
	 * Of two members f is none, and each would be a quorum.
	 */
	@Test
	void oneOfTwoDoesNothing() {
		Story.formed(2)
			.write()
			.answered()
			.separate(A, B)
			.write()
			.later(6)
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	@Test
	void quorumThatIsTooSmallIsCaught() {
		F_AND_ONE.isCaughtBy(D5EvenGroupTests.class, "halfOfAGroupDoesNothing", "QUORUM");
	}

	@Test
	void viewThatHalfOfAGroupBeginsIsCaught() {
		HIDDEN.isCaughtBy(D5EvenGroupTests.class, "halfOfAGroupDoesNothing", "HELD-BY-QUORUM");
		HIDDEN.isCaughtBy(D5EvenGroupTests.class, "oneOfTwoDoesNothing", "FORGOTTEN-PROMISE");
	}

}
