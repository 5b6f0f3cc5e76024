package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.Disks;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D3: a process without state believes that it boots for the first time. A and B commit
 * x; B restarts, calls itself normal in view 0, and is the primary of view 1 with C: x is
 * gone. Our rule: a process without state recovers, or forms a group if all members agree
 * that there is none.
 */
class D3FirstBootTests {

	@Test
	void memberThatRestartsIsNotNormalBeforeItHasTheState() {
		Story story = Story.formed(3)
			.drop(A, C, Prepare.class, NewState.class)
			.write()
			.answered()
			.drop(A, B, Prepare.class, Commit.class)
			.crash(B)
			.restart(B)
			.eventually("member 1 is normal", (cluster) -> cluster.replica(B).isNormal())
			.crash(A);
		story.eventuallyNormalIn(1, B, C).pass().write().answered().restart(A).converges();
	}

	/**
	 * In durable mode too: a member whose disk is lost is not new, although the others
	 * have restarted as well.
	 */
	@Test
	void memberWhoseDiskIsLostIsNotNew() {
		Story story = Story.durable(3).drop(A, C, Prepare.class, NewState.class).write().answered();
		story.crash(A, B, C)
			.happens(Disks.lose(B))
			.restart(B, C)
			.later(10)
			.now("they form nothing, and begin no view", (cluster) -> !cluster.replica(B).isNormal())
			.pass()
			.restart(A)
			.recovers(B)
			.write()
			.answered()
			.converges();
		assertThat(story.executed()).isEqualTo(2);
	}

	@Test
	void processThatBeginsWithAnEmptyLogIsCaught() {
		NaiveRule
			.in("replica/Genesis", "if (this.state.configuration.size() == 1) {",
					"if (true) { form(new UUID(0, 1)); return; } if (this.state.configuration.size() == 1) {")
			.isCaughtBy(D3FirstBootTests.class, "memberThatRestartsIsNotNormalBeforeItHasTheState", "RECOVERED-LOG",
					"S4-MONOTONE-INCARNATION");
	}

}
