package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D26: reads that do not go through the log. A primary that answers from its own state
 * may have been replaced without knowing it; a new primary may not have executed yet what
 * its predecessor acknowledged. Here the primary has a quorum confirm its view, in a
 * round that begins after the read arrived, and answers when it has executed all that was
 * committed then and all that its view began with. Reads at backups promise less: a
 * causal one waits for what its client has seen. Leases are in {@link D26LeaseTests}.
 */
class D26ReadTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final NaiveRule NO_CONFIRMATION = NaiveRule.in("replica/Reads",
			"if (this.confirmedBy.size() + 1 >= this.state.quorums.needed())", "if (true)");

	/**
	 * B and C commit a command in view 1. A is still primary of view 0.
	 */
	@Test
	void isolatedPrimaryAnswersStaleReadsOnly() {
		Story.formed(3)
			.write()
			.answered()
			.isolate(A)
			.write()
			.answered()
			.readAt(A, Consistency.STALE)
			.answered()
			.readAt(A, Consistency.LINEARIZABLE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.write()
			.answered()
			.converges();
	}

	@Test
	void readingWithoutConfirmationIsCaught() {
		NO_CONFIRMATION.isCaughtBy(getClass(), "isolatedPrimaryAnswersStaleReadsOnly", "LINEARIZABLE-READ");
	}

	/**
	 * A's process does not run while B and C commit a command in view 1.
	 */
	@Test
	void pausedPrimaryAnswersNoStaleReadWhenItGoesOn() {
		Story.formed(3)
			.write()
			.answered()
			.pause(A)
			.writeAt(B)
			.answered()
			.resume(A)
			.readAt(A, Consistency.LINEARIZABLE)
			.ends(Outcome.OK, Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void readingAfterAPauseIsCaught() {
		NO_CONFIRMATION.isCaughtBy(getClass(), "pausedPrimaryAnswersNoStaleReadWhenItGoesOn", "LINEARIZABLE-READ");
	}

	/**
	 * B and C confirm view 0 for a first read, and what they say is late. They commit a
	 * command in view 1; then a second read comes to A.
	 */
	@Test
	void confirmationFromBeforeTheReadDoesNotCount() {
		Story.formed(3)
			.write()
			.answered()
			.hold(-1, A, ConfirmViewOk.class)
			.readAt(A, Consistency.LINEARIZABLE)
			.eventuallyHeld(C, A, ConfirmViewOk.class)
			.separate(A, B, C)
			.write()
			.answered()
			.readAt(A, Consistency.LINEARIZABLE)
			.later(0.05)
			.release(ConfirmViewOk.class)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void joiningARoundThatIsUnderWayIsCaught() {
		NaiveRule.in("replica/Reads", "this.waiting.add(query.inRound(this.sentRound + 1));", """
				this.waiting.add(query.inRound((this.confirmedRound < this.sentRound) ? this.sentRound
						: this.sentRound + 1));
				""").isCaughtBy(getClass(), "confirmationFromBeforeTheReadDoesNotCount", "LINEARIZABLE-READ");
	}

	/**
	 * A commits a command with both backups, answers, and dies before they know. B begins
	 * view 1 and cannot commit at once what it has inherited.
	 */
	@Test
	void newPrimaryAnswersWhenItHasExecutedWhatItInherited() {
		Story.formed(3)
			.write()
			.answered()
			.later(2)
			.drop(A, -1, Commit.class)
			.write()
			.answered()
			.crash(A)
			.drop(C, B, PrepareOk.class)
			.eventuallyPrimary(B)
			.readAt(B, Consistency.LINEARIZABLE)
			.later(0.3)
			.pending()
			.pass()
			.answered()
			.converges();
	}

	@Test
	void readingBeforeTheInheritedIsExecutedIsCaught() {
		NaiveRule
			.in("replica/Reads", "Math.max(this.state.commitNumber(), this.normalCase.inheritedNumber())",
					"this.state.commitNumber()")
			.isCaughtBy(getClass(), "newPrimaryAnswersWhenItHasExecutedWhatItInherited", "LINEARIZABLE-READ");
	}

	/**
	 * C has not heard of the command that the client in its own process was answered.
	 */
	@Test
	void causalReadSeesWhatItsClientHasSeen() {
		Story.formed(3)
			.drop(A, C, Prepare.class, Commit.class, NewState.class)
			.writeAt(C)
			.answered()
			.readAt(C, Consistency.CAUSAL)
			.answered()
			.readAt(C, Consistency.STALE)
			.answered()
			.converges();
	}

	@Test
	void causalReadOfWhateverIsThereIsCaught() {
		NaiveRule
			.in("replica/LocalReads", "(stale || this.execution.executedNumber() >= request.afterOpNumber())", "true")
			.isCaughtBy(getClass(), "causalReadSeesWhatItsClientHasSeen", "CAUSAL-READ");
	}

}
