package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Disks;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D30: a primary that is heard, and gets nothing done: its backups hear it and wait for
 * ever. Here a primary that does not hear a quorum, or has waited too long for one to
 * commit something or to confirm its view, says no more and votes against itself. Where
 * members are connected in part only, views go round until one has a primary that reaches
 * a quorum.
 */
class D30AbdicationTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	private static final NaiveRule NEVER_ABDICATES = NaiveRule.in("replica/Abdication",
			"deaf || stalledNanos() > 2 * timeoutNanos", "false");

	@Test
	void primaryThatHearsNothingAbdicates() {
		Story.formed(3)
			.write()
			.answered()
			.deafen(A)
			.write()
			.eventually("a view is begun", (cluster) -> cluster.maxView() >= 1)
			.writeAt(B)
			.answered()
			.converges();
	}

	@Test
	void waitingForEverForAcknowledgementsIsCaught() {
		NEVER_ABDICATES.isCaughtBy(getClass(), "primaryThatHearsNothingAbdicates", "LIVENESS");
	}

	/**
	 * The primary is heard and hears nobody, neither members nor clients, so nothing
	 * waits to be committed or confirmed. The others must not wait for it for ever.
	 */
	@Test
	void primaryThatHearsNobodyFallsSilent() {
		Story.formed(3).write().answered().later(10).drop(-1, A).eventuallyPrimary(B).write().answered().converges();
	}

	@Test
	void heartbeatsOfADeafPrimaryAreCaught() {
		NaiveRule.in("replica/Abdication", "deaf || stalledNanos()", "stalledNanos()")
			.isCaughtBy(getClass(), "primaryThatHearsNobodyFallsSilent", "LIVENESS");
	}

	/**
	 * Two backups do not confirm the view of the primary, another one has crashed, and
	 * there are only queries: nothing waits to be committed.
	 */
	@Test
	void primaryThatCannotConfirmItsViewAbdicates() {
		Story.formed(5)
			.write()
			.answered()
			.later(10)
			.drop(D, A, ConfirmViewOk.class)
			.drop(E, A, ConfirmViewOk.class)
			.crash(B)
			.later(3)
			.look(A, (report) -> assertThat(report.view()).isZero())
			.read(Consistency.LINEARIZABLE)
			.ends(Outcome.OK, Outcome.DID_NOT_HAPPEN)
			.eventuallyPrimary(C)
			.read(Consistency.LINEARIZABLE)
			.answered()
			.converges();
	}

	@Test
	void waitingForEverForConfirmationsIsCaught() {
		NaiveRule
			.in("replica/Abdication", "Math.max(this.normalCase.stalledNanos(), this.reads.stalledNanos())",
					"this.normalCase.stalledNanos()")
			.isCaughtBy(getClass(), "primaryThatCannotConfirmItsViewAbdicates", "LIVENESS");
	}

	/**
	 * The disk of the primary hangs. The others commit what it sends, but it could not
	 * come back with any of it.
	 */
	@Test
	void primaryWhoseDiskHangsAbdicates() {
		Story.durable(3)
			.write()
			.answered()
			.happens(Disks.hang(A))
			.write()
			.answered()
			.eventuallyPrimary(B)
			.write()
			.answered()
			.happens(Disks.free(A))
			.converges();
	}

	@Test
	void leadingWithADiskThatHangsIsCaught() {
		NaiveRule
			.in("replica/Abdication", "return Math.max(answersNanos, this.state.durability.stalledNanos());",
					"return answersNanos;")
			.isCaughtBy(getClass(), "primaryWhoseDiskHangsAbdicates", "LIVENESS");
	}

	/**
	 * A backup cannot hand anything over. What waits for its disk does not become more
	 * for ever.
	 */
	@Test
	void memberWhoseDiskHangsForLongStops() {
		Story.durable(3)
			.write()
			.answered()
			.happens(Disks.hang(C))
			.write()
			.answered()
			.later(110)
			.eventuallyCondition(C, Condition.STORAGE_ERROR)
			.write()
			.answered()
			.crash(C)
			.restart(C)
			.recovers(C)
			.converges();
	}

	@Test
	void waitingForEverForADiskIsCaught() {
		NaiveRule.in("replica/DiskWatch", "if (stalledNanos > this.limitNanos)", "if (false)")
			.isCaughtBy(getClass(), "memberWhoseDiskHangsForLongStops", "LIVENESS");
	}

	/**
	 * A and C do not reach each other; B reaches both.
	 */
	@Test
	void bridgeOfThreeServesInItsFirstView() {
		Story.formed(3)
			.separate(A, C)
			.write()
			.answered()
			.later(10)
			.write()
			.answered()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	/**
	 * Only E reaches the others. Views go round until it is its turn.
	 */
	@Test
	void starOfFiveFindsItsCentre() {
		Story.formed(5)
			.separate(A, B, C, D)
			.separate(B, C, D)
			.separate(C, D)
			.write()
			.eventuallyPrimary(E)
			.write()
			.answered()
			.converges();
	}

	@Test
	void waitingForEverForAQuorumIsCaught() {
		NEVER_ABDICATES.isCaughtBy(getClass(), "starOfFiveFindsItsCentre", "LIVENESS");
	}

	/**
	 * A primary that has fallen silent finds its quorum again before anybody acts.
	 */
	@Test
	void primaryThatFindsTheQuorumAgainGoesOn() {
		Story.formed(3)
			.write()
			.answered()
			.later(10)
			.isolate(A)
			.pause(B, C)
			.read(Consistency.LINEARIZABLE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.heal()
			.resume(B, C)
			.read(Consistency.LINEARIZABLE)
			.answered()
			.later(3)
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

}
