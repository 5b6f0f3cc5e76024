package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Forward;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D14: which answer a replica recovers from. The paper wants the answer of the primary of
 * the latest view among the answers, and leaves open what to do when it is missing, when
 * an answer is to an earlier question, and when the latest view is one that the
 * recovering replica itself is primary of. Here it waits for that very answer and asks
 * again under a new random number; answers to earlier questions count no more; a replica
 * never recovers into a view of its own, and its backups leave such a view as soon as
 * they hear that their primary has lost its state.
 */
class D14RecoveryAnswerTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	private static final NaiveRule ANY_PRIMARY_WILL_DO = NaiveRule.in("replica/Recovery",
			"boolean fromPrimary = best != null && best.header().view() == view && best.history() != null;", """
					for (RecoveryResponse response : this.responses.values()) {
						best = (response.history() != null) ? response : best;
					}
					boolean fromPrimary = best != null && best.history() != null;
					""");

	private static final NaiveRule ANY_ANSWER_COUNTS = NaiveRule.in("replica/Recovery",
			"if (this.announced && message.nonce().equals(this.nonce))", "if (this.announced)");

	private static final NaiveRule NOBODY_MINDS = NaiveRule.in("replica/ViewChange", "this.suspectsPrimary = true;",
			"");

	/**
	 * A is still primary of view 0 and has lost the others. C acknowledges a command in
	 * view 1 and crashes. The primary of view 1 does not answer it, and A does.
	 */
	@Test
	void stateOfAnEarlierViewIsNotTaken() {
		Story.formed(5)
			.write()
			.answered()
			.separate(A, B, C, D, E)
			.eventuallyNormalIn(1, B, C, D, E)
			.write()
			.answered()
			.later(0.2)
			.crash(C)
			.pass()
			.separate(A, B, D, E)
			.drop(B, C)
			.restart(C)
			.later(2)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.look(A, (report) -> assertThat(report.view()).isZero())
			.converges();
	}

	@Test
	void takingAnyPrimarysStateIsCaught() {
		ANY_PRIMARY_WILL_DO.isCaughtBy(getClass(), "stateOfAnEarlierViewIsNotTaken", "RECOVERED-VIEW");
	}

	/**
	 * The answers to C's second life are held. It recovers with later ones, acknowledges
	 * x, and crashes. When the first answers reach the third life, they must not make it
	 * normal without x: it would begin view 1 with B, which lacks x too.
	 */
	@Test
	void answersToAnEarlierQuestionDoNotCount() {
		Story.formed(3)
			.write()
			.answered()
			.crash(C)
			.hold(-1, C, RecoveryResponse.class)
			.restart(C)
			.later(1.5)
			.pass()
			.recovers(C)
			.drop(A, B, Prepare.class, NewState.class)
			.write()
			.answered()
			.crash(C)
			.drop(-1, C, RecoveryResponse.class)
			.restart(C)
			.later(0.2)
			.separate(A, B, C)
			.release(RecoveryResponse.class)
			.later(5)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.converges();
	}

	@Test
	void takingAnswersToEarlierQuestionsIsCaught() {
		ANY_ANSWER_COUNTS.isCaughtBy(getClass(), "answersToAnEarlierQuestionDoNotCount", "RECOVERED-LOG");
	}

	/**
	 * The primary of view 1 never hears C's question, until the links are repaired: then
	 * C asks again.
	 */
	@Test
	void questionIsRepeatedUntilThePrimaryAnswers() {
		Story.formed(5)
			.write()
			.answered()
			.crash(A, C)
			.eventuallyNormalIn(1, B, D, E)
			.drop(C, B)
			.restart(A, C)
			.recovers(A)
			.later(2)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.pass()
			.recovers(C)
			.converges();
	}

	@Test
	void askingOnlyOnceIsCaught() {
		NaiveRule
			.in("replica/Recovery", "if (!this.stateTransfer.isActive() && this.state.nowNanos - this.sentNanos",
					"if (!this.stateTransfer.isActive() && !this.announced && this.state.nowNanos - this.sentNanos")
			.isCaughtBy(getClass(), "questionIsRepeatedUntilThePrimaryAnswers", "LIVENESS");
	}

	/**
	 * The primary restarts before anybody misses it. It must not come back as primary of
	 * the same view, and the others begin the next one without waiting.
	 */
	@Test
	void primaryThatRestartsIsReplacedAtOnce() {
		Story.formed(3)
			.write()
			.answered()
			.crash(A)
			.restart(A)
			.later(0.5)
			.now("member 0 has recovered in view 1",
					(cluster) -> cluster.replica(A).isNormal() && cluster.replica(A).report().view() == 1)
			.write()
			.answered()
			.converges();
	}

	@Test
	void waitingForAPrimaryThatHasLostItsStateIsCaught() {
		NOBODY_MINDS.isCaughtBy(getClass(), "primaryThatRestartsIsReplacedAtOnce", "member 0 has recovered in view 1");
	}

	/**
	 * A restarts, and the others would go on in view 0 for a while: none of them may give
	 * A the state of a view that A is primary of. With backups that send their log too,
	 * and do not mind the restart, A's next life would give viewstamps a second time.
	 */
	@Test
	void primaryDoesNotComeBackInItsOwnView() {
		Story.formed(5)
			.write()
			.answered()
			.hold(A, -1, Prepare.class)
			.writeAt(A)
			.later(0.1)
			.crash(A)
			.drop(-1, -1, StartViewChange.class, Forward.class)
			.restart(A)
			.later(0.5)
			.pass()
			.write()
			.answered()
			.converges();
	}

	@Test
	void comingBackAsPrimaryOfTheSameViewIsCaught() {
		NOBODY_MINDS
			.and("replica/Dispatch", "this.state.isPrimary() ? this.state.log.history() : null",
					"this.state.log.history()")
			.and("replica/Recovery",
					"RecoveryResponse best = this.responses.get(this.state.configuration.primary(view));", """
							RecoveryResponse best = null;
							for (RecoveryResponse response : this.responses.values()) {
								if (response.header().view() == view && (best == null
										|| response.history().opNumber() > best.history().opNumber())) {
									best = response;
								}
							}
							""")
			.isCaughtBy(getClass(), "primaryDoesNotComeBackInItsOwnView", "ONE-PRIMARY");
	}

}
