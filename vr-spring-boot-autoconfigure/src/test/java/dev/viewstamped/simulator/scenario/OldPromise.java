package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.simulator.Story;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.Members.D;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the scenarios of promises have in common that a life made and that arrive when it
 * is over.
 */
final class OldPromise {

	private OldPromise() {
	}

	/**
	 * C promises view 1 to B and crashes; the promise is held.
	 */
	static Story ofC(int replicas) {
		return ofC(Story.formed(replicas).write().answered(), replicas);
	}

	/**
	 * C votes, is in view 1, and sends its promise to B. All that is held; C crashes, and
	 * the others go on in view 0.
	 */
	static Story ofC(Story story, int replicas) {
		for (int member = 0; member < replicas; member++) {
			if (member != C) {
				story.hold(-1, member, StartViewChange.class);
			}
			if (member != A && member != D) {
				story.drop(A, member, Prepare.class, Commit.class);
			}
		}
		return story.hold(C, B, DoViewChange.class)
			.drop(C, B)
			.eventuallyHeld(C, B, DoViewChange.class)
			.crash(C)
			.pass()
			.later(1.5);
	}

	static Story recoversInViewZero(Story story, int member) {
		return story.eventually("member " + member + " recovers", (cluster) -> cluster.replica(member).isNormal())
			.look(member, (report) -> assertThat(report.view()).isZero());
	}

	/**
	 * A commits a command that some members do not get.
	 */
	static Story commitWithout(Story story, int... members) {
		for (int member : members) {
			story.drop(A, member, Prepare.class, NewState.class);
		}
		return story.write().answered();
	}

	/**
	 * The two are heard by nobody else, so that nobody else joins their view.
	 */
	static Story unheard(Story story, int first, int second, int... others) {
		for (int other : others) {
			story.drop(first, other).drop(second, other);
		}
		return story;
	}

	/**
	 * Two members are in view 1, and have had time to do there what they can.
	 */
	static Story inViewOne(Story story, int first, int second) {
		return story
			.eventually("members " + first + " and " + second + " are in view 1",
					(cluster) -> cluster.replica(first).report().view() == 1
							&& cluster.replica(second).report().view() == 1)
			.later(0.2);
	}

}
