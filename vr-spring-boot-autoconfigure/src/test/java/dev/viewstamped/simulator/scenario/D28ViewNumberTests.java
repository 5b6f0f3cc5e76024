package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartView;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D28: which messages move a replica's view, where the paper contradicts itself. Here the
 * view moves up only: by the replica's own vote with a quorum, or by a message of a view
 * that a quorum has voted for. A promise counts for the very view that it names, and once
 * for each member, however often it arrives.
 */
class D28ViewNumberTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * A commits x with C and D. B, which lacks x, is to be primary of view 1, and hears
	 * E's promise again and again, and no other one.
	 */
	@Test
	void promiseThatIsRepeatedCountsOnce() {
		Story.formed(5)
			.write()
			.answered()
			.drop(A, B, Prepare.class, NewState.class)
			.drop(A, E, Prepare.class, NewState.class)
			.write()
			.answered()
			.drop(C, B, DoViewChange.class)
			.drop(D, B, DoViewChange.class)
			.crash(A)
			.eventually("members 1 and 4 are in view 1",
					(cluster) -> cluster.replica(B).report().view() == 1 && cluster.replica(E).report().view() == 1)
			.later(0.8)
			.look(B, (report) -> assertThat(report.view()).isEqualTo(1))
			.pass()
			.write()
			.answered()
			.restart(A)
			.converges();
	}

	@Test
	void countingMessagesIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "this.doViewChanges.put(message.header().from(), message)",
					"this.doViewChanges.put(100 + this.doViewChanges.size(), message)")
			.isCaughtBy(getClass(), "promiseThatIsRepeatedCountsOnce", "VIEW-HAS-COMMITTED");
	}

	/**
	 * C promises view 1, which fails. C is primary of view 2 and commits x with A. When B
	 * is to be primary of view 4, the promise for view 1, without x, arrives.
	 */
	@Test
	void promiseForAnEarlierViewDoesNotCount() {
		Story.formed(3)
			.write()
			.answered()
			.hold(C, B, DoViewChange.class)
			.drop(A, B, DoViewChange.class)
			.separate(A, B, C)
			.eventuallyHeld(C, B, DoViewChange.class)
			.pass()
			.drop(-1, B, DoViewChange.class)
			.eventuallyNormalIn(2, C)
			.separate(B, A, C)
			.eventuallyNormalIn(2, A)
			.write()
			.answered()
			.later(0.2)
			.pass()
			.separate(C, A, B)
			.drop(-1, A, DoViewChange.class)
			.drop(-1, B, DoViewChange.class)
			.eventually("member 1 is to be primary of view 4", (cluster) -> cluster.replica(B).report().view() == 4)
			.release(C, B, DoViewChange.class)
			.later(0.2)
			.look(B, (report) -> assertThat(report.view()).isEqualTo(4))
			.converges();
	}

	@Test
	void mixingPromisesOfDifferentViewsIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "if (view != this.state.view() || this.state.primary() != this.state.self)",
					"if (this.state.primary() != this.state.self)")
			.isCaughtBy(getClass(), "promiseForAnEarlierViewDoesNotCount", "VIEW-HAS-COMMITTED");
	}

	/**
	 * The log of view 1 arrives again when C is in view 2.
	 */
	@Test
	void viewDoesNotGoBack() {
		Story.formed(3)
			.copy(B, A, StartView.class)
			.copy(B, C, StartView.class)
			.write()
			.answered()
			.isolate(A)
			.eventuallyNormalIn(1, B, C)
			.heal()
			.eventuallyNormalIn(1, A)
			.write()
			.answered()
			.separate(B, A, C)
			.eventuallyNormalIn(2, A, C)
			.write()
			.answered()
			.release(StartView.class)
			.later(0.2)
			.look(A, (report) -> assertThat(report.view()).isEqualTo(2))
			.write()
			.answered()
			.converges();
	}

	/**
	 * The state refuses to go back too, so that defence goes with the first one.
	 */
	@Test
	void takingTheLogOfAnEarlierViewIsCaught() {
		NaiveRule
			.in("replica/ViewChange", "if (view > this.state.view()) { leaveFor(view); }",
					"if (view != this.state.view()) { leaveFor(view); }")
			.and("replica/ReplicaState", "if (newView <= this.view)", "if (newView == this.view)")
			.isCaughtBy(getClass(), "viewDoesNotGoBack", "LOG-VIEW");
	}

}
