package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.Role;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D26: reads on a lease. Here whoever grants a lease promises nothing to a later view
 * until it has ended by its own clock, also in its next life; the primary counts from
 * when it asked, on clocks that may differ and stand still, and looks whether it has a
 * lease after it has looked at the state.
 */
class D26LeaseTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final NaiveRule NOT_BOUND = NaiveRule.in("replica/Grant",
			"(this.granted && this.state.nowNanos < this.untilNanos)", "false");

	/**
	 * A primary with a lease answers though nobody hears its questions; so does it when a
	 * backup asks on behalf of a client.
	 */
	@Test
	void leaseReadNeedsNoRound() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.drop(A, -1, ConfirmView.class)
			.readAt(A, Consistency.LEASE)
			.later(0.02)
			.answeredAlready()
			.readAt(B, Consistency.LEASE)
			.later(0.02)
			.answeredAlready()
			.converges();
	}

	/**
	 * (a) B and C commit a command in view 1. A is still primary of view 0.
	 */
	@Test
	void isolatedPrimaryHasNoLease() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.isolate(A)
			.write()
			.answered()
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void readingWithoutALeaseIsCaught() {
		NaiveRule
			.in("replica/Lease", "return elapsed < usable && Math.abs(wallElapsed - elapsed) <= usable / DRIFT_PART;",
					"return true;")
			.isCaughtBy(getClass(), "isolatedPrimaryHasNoLease", "ONE-LEASE", "LINEARIZABLE-READ");
	}

	/**
	 * The backups are told at once that A's process is gone, which is not so. They leave
	 * its view, and promise nothing to the next one before its lease has ended.
	 */
	@Test
	void nextViewBeginsWhenTheLeaseHasEnded() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.isolate(A)
			.later(0.01)
			.gone(A, B)
			.gone(A, C)
			.writeAt(B)
			.later(0.2)
			.readAt(A, Consistency.LEASE)
			.later(0.02)
			.answeredAlready()
			.write()
			.answered()
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void promisingToTheNextViewDuringALeaseIsCaught() {
		NOT_BOUND.isCaughtBy(getClass(), "nextViewBeginsWhenTheLeaseHasEnded", "ONE-LEASE", "LINEARIZABLE-READ");
	}

	/**
	 * (b) What B and C have granted comes late: when they are free again, and have
	 * committed a command in view 1.
	 */
	@Test
	void leaseCountsFromWhenItWasAskedFor() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.hold(-1, A, ConfirmViewOk.class)
			.eventuallyHeld(C, A, ConfirmViewOk.class)
			.separate(A, B, C)
			.write()
			.answered()
			.release(ConfirmViewOk.class)
			.later(0.01)
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void countingFromTheAnswerIsCaught() {
		NaiveRule.in("replica/Lease", "this.sinceNanos = this.askedNanos;", "this.sinceNanos = this.state.nowNanos;")
			.and("replica/Lease", "this.sinceWallNanos = this.askedWallNanos;",
					"this.sinceWallNanos = this.state.time.wallClockNanos();")
			.isCaughtBy(getClass(), "leaseCountsFromWhenItWasAskedFor", "LINEARIZABLE-READ");
	}

	/**
	 * (b) A's machine is suspended. Its monotonic clock does not know when it goes on.
	 */
	@Test
	void suspendedPrimaryHasNoLeaseWhenItGoesOn() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.isolate(A)
			.suspend(A)
			.writeAt(B)
			.answered()
			.resume(A)
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void trustingTheMonotonicClockIsCaught() {
		NaiveRule.in("replica/Lease", "&& Math.abs(wallElapsed - elapsed) <= usable / DRIFT_PART", "")
			.isCaughtBy(getClass(), "suspendedPrimaryHasNoLeaseWhenItGoesOn", "LINEARIZABLE-READ");
	}

	/**
	 * (c) Only C has granted A a lease. Its next process finds its state on disk, and
	 * nothing of that.
	 */
	@Test
	void restartedMemberLetsTheLeaseEnd() {
		Story.durableWithLeases(3)
			.write()
			.answered()
			.drop(A, B, ConfirmView.class)
			.later(1)
			.kill(C)
			.restart(C)
			.isolate(A)
			.eventuallyNormalIn(0, C)
			.gone(A, B)
			.gone(A, C)
			.writeAt(B)
			.later(0.2)
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.OK, Outcome.DID_NOT_HAPPEN)
			.write()
			.answered()
			.converges();
	}

	@Test
	void forgettingAGrantIsCaught() {
		NaiveRule.in("replica/Grant", "|| this.state.nowNanos < this.inheritedUntilNanos", "")
			.isCaughtBy(getClass(), "restartedMemberLetsTheLeaseEnd", "ONE-LEASE", "LINEARIZABLE-READ");
	}

	/**
	 * (d) A commits a command, answers, and dies before the others know. B has a lease on
	 * view 1 and cannot commit at once what it has inherited.
	 */
	@Test
	void newPrimaryWithALeaseHasExecutedWhatItInherited() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.later(2)
			.drop(A, -1, Commit.class)
			.write()
			.answered()
			.crash(A)
			.drop(C, B, PrepareOk.class)
			.eventuallyPrimary(B)
			.later(0.1)
			.readAt(B, Consistency.LEASE)
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
			.isCaughtBy(getClass(), "newPrimaryWithALeaseHasExecutedWhatItInherited", "LINEARIZABLE-READ");
	}

	/**
	 * (e) The group changes through B, and the new one commits a command, while A is cut
	 * off and knows of neither.
	 */
	@Test
	void nextEpochBeginsWhenTheLeaseHasEnded() {
		Story.formedWithLeases(3)
			.join(D)
			.write()
			.answered()
			.later(1)
			.isolate(A)
			.later(0.01)
			.gone(A, B)
			.gone(A, C)
			.later(0.1)
			.reconfigure(B, C, D)
			.later(0.2)
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.OK, Outcome.DID_NOT_HAPPEN)
			.eventuallyInEpoch(1, B, C, D)
			.write()
			.answered()
			.readAt(A, Consistency.LEASE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.converges();
	}

	@Test
	void beginningAnEpochDuringALeaseIsCaught() {
		NOT_BOUND.isCaughtBy(getClass(), "nextEpochBeginsWhenTheLeaseHasEnded", "ONE-LEASE", "LINEARIZABLE-READ");
	}

	/**
	 * A primary that hands its role over has given up its lease: nobody waits for it.
	 */
	@Test
	void handingOverEndsTheLease() {
		Story.formedWithLeases(3)
			.write()
			.answered()
			.handOver(A)
			.later(0.1)
			.look(B, (report) -> assertThat(report.role()).isEqualTo(Role.PRIMARY))
			.write()
			.answered()
			.converges();
	}

	@Test
	void waitingForALeaseThatWasGivenUpIsCaught() {
		NaiveRule.in("replica/Grant", "if (left && header.from()", "if (false && header.from()")
			.isCaughtBy(getClass(), "handingOverEndsTheLease", "PRIMARY");
	}

}
