package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D31: view changes that keep each other from ending. Here the time that a view gets
 * doubles with each one that failed, and a view that makes progress is not left; a
 * replica that was left in a view change asks until it has the view's log; and one that
 * is ahead of the others brings them along.
 */
class D31DuelTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * Messages take longer than the time after which a view is given up.
	 */
	@Test
	void viewChangeEndsOnASlowNetwork() {
		Story.formed(3)
			.write()
			.answered()
			.slow(14)
			.later(3)
			.crash(A)
			.eventually("a later view is begun",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() > 0) == 2)
			.now("few views failed", (cluster) -> cluster.maxView() < 10)
			.converges();
	}

	/**
	 * That a view is left by votes only makes up for much of it, so that goes too.
	 */
	@Test
	void sameTimeForEachViewIsCaught() {
		NaiveRule
			.in("replica/ViewChange",
					"this.state.options.viewChangeTimeoutNanos() << Math.min(this.failedViews, MAX_DOUBLINGS)",
					"this.state.options.viewChangeTimeoutNanos()")
			.and("replica/ViewChange", "if (this.state.nowNanos > this.viewChangeDeadlineNanos) { voteToLeave(); }",
					"if (this.state.nowNanos > this.viewChangeDeadlineNanos) { enterView(this.state.view() + 1); }")
			.isCaughtBy(getClass(), "viewChangeEndsOnASlowNetwork", "LIVENESS");
	}

	/**
	 * The primary and the next one die together.
	 */
	@Test
	void viewWhosePrimaryIsDeadIsLeft() {
		Story.formed(5).write().answered().crash(A, B).eventuallyPrimary(C).write().answered().converges();
	}

	@Test
	void waitingForADeadPrimaryOfTheNextViewIsCaught() {
		NaiveRule.in("replica/ViewChange", "if (this.state.nowNanos > this.viewChangeDeadlineNanos)", "if (false)")
			.isCaughtBy(getClass(), "viewWhosePrimaryIsDeadIsLeft", "LIVENESS");
	}

	/**
	 * The log of view 1 does not reach E, and the others go on.
	 */
	@Test
	void replicaThatMissedTheLogOfItsViewGetsIt() {
		Story.formed(5)
			.write()
			.answered()
			.drop(B, E, StartView.class)
			.crash(A)
			.eventuallyNormalIn(1, B, C, D)
			.look(E, (report) -> assertThat(report.status()).isEqualTo(Status.VIEW_CHANGE))
			.later(0.5)
			.write()
			.answered()
			.pass()
			.eventuallyNormalIn(1, E)
			.restart(A)
			.converges();
	}

	@Test
	void sendingTheLogOfAViewOnceIsCaught() {
		NaiveRule
			.in("replica/ViewChange",
					"if (message.entered() && view == this.state.view() && this.state.isPrimary()) {"
							+ " this.state.send(from, startView()); }",
					"if (message.entered() && view == this.state.view() && this.state.isPrimary()) { }")
			.and("replica/ViewChange",
					"if (this.state.isPrimary()) { this.state.send(message.header().from(), startView()); }",
					"if (this.state.isPrimary()) { }")
			.isCaughtBy(getClass(), "replicaThatMissedTheLogOfItsViewGetsIt", "LIVENESS");
	}

	/**
	 * C enters view 1 with B's vote, is cut off at once, and B goes on in view 0. When C
	 * comes back it does not keep the clients waiting, and is not left alone in its view.
	 */
	@Test
	void replicaThatIsAheadBringsTheOthersAlong() {
		Story.formed(3)
			.write()
			.answered()
			.hold(C, -1, StartViewChange.class, DoViewChange.class)
			.deafen(B)
			.separate(A, C)
			.eventually("member 2 has entered view 1", (cluster) -> cluster.replica(C).report().view() == 1)
			.heal()
			.separate(B, C)
			.later(2)
			.look(A, (report) -> assertThat(report.view()).isZero())
			.look(B, (report) -> assertThat(report.view()).isZero())
			.write()
			.answered()
			.pass()
			.write()
			.answered()
			.eventually("all are in one view", (cluster) -> cluster.replica(C).isNormal())
			.converges();
	}

	@Test
	void leavingAReplicaAloneInItsViewIsCaught() {
		NaiveRule
			.in("replica/ViewChange",
					"int from = message.header().from(); if (view > this.state.view()) {" + " enterView(view); }",
					"int from = message.header().from();")
			.and("replica/ViewChange",
					"if (view > this.state.view()) { enterView(view); } if (view != this.state.view()",
					"if (view != this.state.view()")
			.isCaughtBy(getClass(), "replicaThatIsAheadBringsTheOthersAlong", "LIVENESS");
	}

}
