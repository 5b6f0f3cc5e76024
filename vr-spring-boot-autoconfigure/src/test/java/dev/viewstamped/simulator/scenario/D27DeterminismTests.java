package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D27: what replicas must not each find out for themselves. The time that a command sees
 * is chosen once, by the primary that appends it, and is later than that of the entry
 * before even if that primary's clock is behind; a later primary keeps the time of what
 * it inherits. A command that cannot be executed stops the replica, and is not skipped.
 */
class D27DeterminismTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	@Test
	void allReplicasExecuteACommandWithTheSameTime() {
		Story.formed(3).clockJumps(B, 10).clockJumps(C, -10).write().answered().write().answered().converges();
	}

	@Test
	void timeOfTheReplicaThatExecutesIsCaught() {
		NaiveRule
			.in("replica/Execution", "this.stateMachine.apply(entry.viewstamp(), entry.timestampNanos(), entry",
					"this.stateMachine.apply(entry.viewstamp(), this.state.time.wallClockNanos(), entry")
			.isCaughtBy(getClass(), "allReplicasExecuteACommandWithTheSameTime", "AGREEMENT");
	}

	/**
	 * The clock of the next primary is behind.
	 */
	@Test
	void timeDoesNotGoBackWithTheView() {
		Story.formed(3)
			.write()
			.answered()
			.clockJumps(B, -100)
			.crash(A)
			.write()
			.answered()
			.write()
			.answered()
			.restart(A)
			.recovers(A)
			.converges();
	}

	/**
	 * Every log refuses an entry whose time is not after that of the one before, so that
	 * second defence goes with the first one.
	 */
	@Test
	void timeOfThePrimarysClockIsCaught() {
		NaiveRule
			.in("replica/Requests", "Math.max(log.lastTimestampNanos() + 1, this.state.time.wallClockNanos())",
					"this.state.time.wallClockNanos()")
			.and("replica/Log", "&& laterView && entry.timestampNanos() > lastTimestampNanos()", "&& laterView")
			.isCaughtBy(getClass(), "timeDoesNotGoBackWithTheView", "TIMESTAMPS");
	}

	/**
	 * B inherits an entry that A has executed, and whose time is of A's clock.
	 */
	@Test
	void inheritedEntryKeepsItsTime() {
		Story.formed(3)
			.clockJumps(B, 10)
			.write()
			.answered()
			.later(2)
			.drop(C, A, PrepareOk.class)
			.drop(A, -1, Commit.class)
			.write()
			.answered()
			.crash(A)
			.eventuallyPrimary(B)
			.write()
			.answered()
			.restart(A)
			.converges();
	}

	@Test
	void choosingTheTimeOfTheInheritedAnewIsCaught() {
		NaiveRule.in("replica/NormalCase", "this.acknowledgementDue = this.state.isBackup(); advanceCommit();", """
				this.acknowledgementDue = this.state.isBackup();
				if (this.state.isPrimary()) {
					Log log = this.state.log;
					List<Entry> anew = new java.util.ArrayList<>();
					long time = this.state.time.wallClockNanos();
					for (long op = this.state.commitNumber() + 1; op <= log.opNumber(); op++) {
						Entry entry = log.get(op);
						anew.add(new Entry(entry.epoch(), entry.view(), op, ++time, entry.operation(),
								entry.client(), entry.session(), entry.requestNumber(), entry.acknowledged(),
								entry.payload()));
					}
					log.replaceAfter(this.state.commitNumber(), anew);
				}
				advanceCommit();
				""").isCaughtBy(getClass(), "inheritedEntryKeepsItsTime", "AGREEMENT");
	}

	/**
	 * C's service throws at a command that the others execute.
	 */
	@Test
	void replicaThatCannotExecuteACommandStops() {
		Story.formed(3)
			.write()
			.answered()
			.happens((cluster) -> cluster.replica(C).breakService())
			.write()
			.answered()
			.eventuallyCondition(C, Condition.HANDLER_ERROR)
			.look(C, (report) -> assertThat(report.status()).isEqualTo(Status.STOPPED))
			.write()
			.answered()
			.crash(C)
			.restart(C)
			.recovers(C)
			.converges();
	}

	@Test
	void skippingACommandOnOneReplicaIsCaught() {
		NaiveRule
			.in("replica/Execution",
					"stop(\"Committed op \" + entry.opNumber() + \" could not be executed\", ex); return null;",
					"return NOTHING;")
			.isCaughtBy(getClass(), "replicaThatCannotExecuteACommandStops", "NO-GAP");
	}

}
