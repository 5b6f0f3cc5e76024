package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D29: a replica that is heard and does not hear suspects every primary, and by the
 * paper's rule all others follow it into every next view. Here a suspicion is a vote that
 * changes nothing: a quorum of votes, all of them of late and one of them its own, is
 * what moves a replica to the next view.
 */
class D29PreVoteTests {

	private static final int B = 1;

	private static final int C = 2;

	@Test
	void halfDeafBackupDoesNotDisturb() {
		Story.formed(3)
			.write()
			.answered()
			.deafen(C)
			.later(20)
			.write()
			.answered()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	@Test
	void enteringTheNextViewAloneIsCaught() {
		NaiveRule
			.in("replica/ViewChange",
					"this.state.broadcast(new StartViewChange(this.state.header(), false));" + " considerVotes();",
					"enterView(this.state.view() + 1);")
			.isCaughtBy(getClass(), "halfDeafBackupDoesNotDisturb", "no view was begun");
	}

	/**
	 * The others hear their primary, so they do not count the votes of one that does not.
	 */
	@Test
	void followingWhoeverVotesIsCaught() {
		NaiveRule
			.in("replica/Votes",
					"return isRecent(this.votedNanos[this.state.self]) && votes >=" + " this.state.quorums.needed();",
					"return votes >= 1;")
			.isCaughtBy(getClass(), "halfDeafBackupDoesNotDisturb", "no view was begun");
	}

	/**
	 * C did not hear the primary for a while, and long after that B did not.
	 */
	@Test
	void suspicionThatHasPassedDoesNotCount() {
		Story.formed(3)
			.write()
			.answered()
			.deafen(C)
			.later(2)
			.heal()
			.later(3)
			.deafen(B)
			.later(2)
			.heal()
			.later(1)
			.write()
			.answered()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	@Test
	void countingVotesForEverIsCaught() {
		NaiveRule
			.in("replica/Votes",
					"return voted != NEVER && this.state.nowNanos - voted <="
							+ " this.state.options.viewChangeTimeoutNanos();",
					"return voted != NEVER;")
			.isCaughtBy(getClass(), "suspicionThatHasPassedDoesNotCount", "no view was begun");
	}

	/**
	 * B is told wrongly that the primary's process is gone.
	 */
	@Test
	void backupThatIsMistakenDoesNotDisturb() {
		Story.formed(3)
			.gone(0, B)
			.later(3)
			.write()
			.answered()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

}
