package dev.viewstamped.simulator.scenario;

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
 * D11: the log that a primary to be has chosen cannot be had, since its owner has crashed
 * meanwhile. To begin without the missing entries loses what may be committed; to wait
 * for them may be to wait for ever. Our rule: entries are fetched from whoever has them,
 * and a view that gets nowhere is left for the next, whose primary may have them.
 */
class D11UnreachableLogTests {

	/**
	 * C crashes before it gives the entry. E has it too, and what it sends to B is lost.
	 */
	@Test
	void viewWhoseLogIsOutOfReachFails() {
		Story story = toBePrimary(entryThatCAndEHave().drop(-1, B, NewState.class).crash(A)).later(0.2).crash(C);
		story.eventuallyNormalIn(3, D)
			.look(D, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.pass()
			.write()
			.answered()
			.restart(A, C)
			.converges();
	}

	/**
	 * What C sends to B is lost, or else what E sends: one of them B asks first.
	 */
	@Test
	void entriesAreFetchedFromWhoeverHasThem() {
		for (int silent : new int[] { C, E }) {
			Story story = entryThatCAndEHave().drop(silent, B, NewState.class).crash(A);
			story.eventuallyNormalIn(1, B)
				.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(3))
				.restart(A)
				.converges();
		}
	}

	@Test
	void primaryThatAsksOnlyOneMemberIsCaught() {
		NaiveRule.in("replica/StateTransfer", "nextSource(); } continueOrTake(current);", "} continueOrTake(current);")
			.isCaughtBy(D11UnreachableLogTests.class, "entriesAreFetchedFromWhoeverHasThem", "LIVENESS");
	}

	@Test
	void viewThatBeginsWithoutWhatItCannotGetIsCaught() {
		NaiveRule
			.in("replica/StateTransfer", "nextSource(); } continueOrTake(current);", "nextSource(); } take(current);")
			.isCaughtBy(D11UnreachableLogTests.class, "viewWhoseLogIsOutOfReachFails", "VIEW-HAS-COMMITTED");
	}

	@Test
	void primaryThatWaitsForEverIsCaught() {
		NaiveRule
			.in("replica/ViewChange",
					"this.stateTransfer.lastProgressNanos() + this.state.options.viewChangeTimeoutNanos()",
					"this.state.nowNanos + this.state.options.viewChangeTimeoutNanos()")
			.isCaughtBy(D11UnreachableLogTests.class, "viewWhoseLogIsOutOfReachFails", "LIVENESS");
	}

	/**
	 * B, which is to be primary of view 1, and D lack a committed entry.
	 */
	private static Story entryThatCAndEHave() {
		return Story.formed(5)
			.writeAt(A)
			.answered()
			.drop(A, B, Prepare.class, NewState.class)
			.drop(A, D, Prepare.class, NewState.class)
			.writeAt(A)
			.answered();
	}

	private static Story toBePrimary(Story story) {
		return story.eventually("member 1 is to be primary", (cluster) -> cluster.replica(B).report().view() == 1
				&& cluster.replica(B).report().status() == Status.VIEW_CHANGE);
	}

}
