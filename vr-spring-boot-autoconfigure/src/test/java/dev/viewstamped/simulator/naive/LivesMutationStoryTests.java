package dev.viewstamped.simulator.naive;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Propose;
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
		NaiveRule
			.in("replica/Genesis", "return this.state.options.mayForm() && of.values()", "return of.values()")
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

}
