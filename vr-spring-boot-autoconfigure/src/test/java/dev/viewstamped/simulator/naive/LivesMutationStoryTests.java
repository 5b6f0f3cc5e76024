package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.Consent;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Pong;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;

/**
 * Stories for mistakes in what members know of each other's lives, and in who may take
 * part in a group.
 */
class LivesMutationStoryTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	@Test
	void lifeTakesALaterIncarnation() {
		Story.formed(3).write().answered().crash(C).restart(C).recovers(C).write().answered().converges();
	}

	@Test
	void takingTheIncarnationOfTheLifeBeforeIsCaught() {
		NaiveRule
			.in("replica/Recovery", "this.state.join(group, known.get(this.state.self) + 1, known);",
					"this.state.join(group, known.get(this.state.self), known);")
			.isCaughtBy(getClass(), "lifeTakesALaterIncarnation", "S4-MONOTONE-INCARNATION");
	}

	/**
	 * D does not hear of the new life of C, and says so when B has heard of it.
	 */
	@Test
	void laterIncarnationIsNotForgottenForAnEarlierOne() {
		Story.formed(5)
			.write()
			.answered()
			.crash(C)
			.separate(C, D)
			.restart(C)
			.recovers(C)
			.pause(A)
			.eventuallyNormalIn(1, B, D)
			.resume(A)
			.converges();
	}

	@Test
	void takingOverAnEarlierIncarnationIsCaught() {
		NaiveRule
			.in("message/CrashVector", "if (get(memberId) >= incarnation) {", "if (get(memberId) == incarnation) {")
			.isCaughtBy(getClass(), "laterIncarnationIsNotForgottenForAnEarlierOne", "S4-MONOTONE-KNOWN-INCARNATION");
	}

	@Test
	void groupIsNotFormedAgainstTheWillOfAMember() {
		Story.begin(3)
			.crash(C)
			.happens((cluster) -> cluster.replica(C).forbidForming())
			.restart(C)
			.eventuallyCondition(A, "state-lost")
			.later(10)
			.now("no group is formed", (cluster) -> cluster.normalGroups().isEmpty());
	}

	@Test
	void formingAGroupAgainstTheWillOfAMemberIsCaught() {
		NaiveRule.in("replica/Genesis", "return this.state.mayForm() && of.values()", "return of.values()")
			.and("replica/Genesis", "answer.standing() != Standing.FORMED && answer.mayForm()",
					"answer.standing() != Standing.FORMED")
			.isCaughtBy(getClass(), "groupIsNotFormedAgainstTheWillOfAMember", "STORY", "LIVENESS");
	}

	/**
	 * B restarts before it has heard of the proposal, which was made to its life before.
	 */
	@Test
	void proposalToALifeThatIsOverIsGivenUp() {
		Story.begin(3)
			.hold(A, B, Propose.class)
			.eventuallyHeld(A, B, Propose.class)
			.crash(B)
			.restart(B)
			.pass()
			.eventuallyNormalIn(0, A, B, C)
			.write()
			.answered()
			.converges();
	}

	@Test
	void waitingForEverForConsentIsCaught() {
		NaiveRule
			.in("replica/Genesis",
					"else if (hasPassed(this.proposedNanos, this.state.options.viewChangeTimeoutNanos())) {",
					"else if (false) {")
			.isCaughtBy(getClass(), "proposalToALifeThatIsOverIsGivenUp", "LIVENESS");
	}

	/**
	 * A answers C as primary of view 0, and is primary of view 5 when the others answer.
	 */
	@Test
	void answerOfThePrimaryOfAnEarlierViewIsNotTaken() {
		Story.formed(5)
			.write()
			.answered()
			.later(5)
			.drop(-1, D, DoViewChange.class)
			.drop(-1, E, DoViewChange.class)
			.hold(-1, A, DoViewChange.class)
			.separate(A, B, C, D, E)
			.eventuallyNormalIn(1, B, C, D, E)
			.writeAt(B)
			.answered()
			.crash(C)
			.drop(-1, B, PrepareOk.class)
			.writeAt(B)
			.eventually("view 5 is entered",
					(cluster) -> cluster.replica(B).report().view() == 5 && cluster.replica(D).report().view() == 5
							&& cluster.replica(E).report().view() == 5)
			.later(0.05)
			.pass()
			.hold(-1, A, DoViewChange.class)
			.separate(A, B, D, E)
			.copy(A, C, RecoveryResponse.class)
			.restart(C)
			.eventuallyHeld(A, C, RecoveryResponse.class)
			.pass()
			.drop(A, C, RecoveryResponse.class)
			.release(-1, A, DoViewChange.class)
			.later(0.6)
			.pass()
			.recovers(C)
			.converges();
	}

	@Test
	void takingTheAnswerOfThePrimaryOfAnEarlierViewIsCaught() {
		NaiveRule
			.in("replica/Recovery", "best.header().view() == view && best.history() != null", "best.history() != null")
			.isCaughtBy(getClass(), "answerOfThePrimaryOfAnEarlierViewIsNotTaken", "S15-RECOVERED-VIEW", "S2-", "S1-");
	}

	/**
	 * C has consented to a new group when a message of an earlier one arrives.
	 */
	@Test
	void messageOfAnEarlierGroupDoesNotTellThatTheNewOneIsFormed() {
		Story.formed(3)
			.write()
			.answered()
			.hold(A, C, Commit.class)
			.eventuallyHeld(A, C, Commit.class)
			.crash(A, B, C)
			.pass()
			.hold(C, A, Consent.class)
			.restart(A, B, C)
			.eventuallyHeld(C, A, Consent.class)
			.release(A, C, Commit.class)
			.later(0.05)
			.pass()
			.release(C, A, Consent.class)
			.eventuallyNormalIn(0, A, B, C)
			.write()
			.ends(Outcome.OK, Outcome.UNKNOWN)
			.converges();
	}

	@Test
	void joiningAnyGroupAfterAConsentIsCaught() {
		NaiveRule
			.in("replica/Genesis", "if (!group.equals(this.pending)) { return false; }",
					"if (this.pending == null) { return false; }")
			.isCaughtBy(getClass(), "messageOfAnEarlierGroupDoesNotTellThatTheNewOneIsFormed",
					"S4-MONOTONE-INCARNATION", "S12-ONE-GROUP", "NOT-STOPPED");
	}

	/**
	 * C dies as soon as the group is formed, and nobody has heard of it.
	 */
	@Test
	void firstLifeHasTheFirstIncarnation() {
		Story.begin(3)
			.drop(C, -1, Ping.class, Pong.class, PrepareOk.class)
			.eventuallyNormalIn(0, A, B, C)
			.crash(C)
			.pass()
			.restart(C)
			.recovers(C)
			.converges();
	}

	@Test
	void firstIncarnationThatIsNotTheFirstIsCaught() {
		NaiveRule
			.in("replica/Genesis", "this.state.join(group, 0, CrashVector.of(",
					"this.state.join(group, this.state.self, CrashVector.of(")
			.isCaughtBy(getClass(), "firstLifeHasTheFirstIncarnation", "S4-MONOTONE-INCARNATION");
	}

}
