package dev.viewstamped.simulator;

import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.Invocation.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of first boots, and of boots that look like one.
 */
class GenesisStoryTests {

	/**
	 * An answer takes longer than it takes the coordinator to repeat its question.
	 */
	@Test
	void groupIsFormedOnASlowNetwork() {
		Story.begin(3)
			.crash(0, 1, 2)
			.slow(2)
			.restart(0, 1, 2)
			.eventually("the group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 3);
	}

	/**
	 * Member 2 has fetched a part of the log when the others crash, and all form a new
	 * group. There the same viewstamps stand for other entries.
	 */
	@Test
	void entriesOfAnEarlierGroupDoNotGetIntoANewOne() {
		Story story = Story.formed(3)
			.writeAt(0)
			.answered()
			.crash(2)
			.drop(0, 1, Prepare.class, NewState.class)
			.writeAt(0)
			.later(0.1)
			.drop(0, 2, NewState.class)
			.copy(1, 2, NewState.class)
			.restart(2)
			.eventuallyHeld(1, 2, NewState.class)
			.later(0.1);
		Set<UUID> before = story.groups();
		story.crash(0, 1)
			.pass()
			.restart(0, 1)
			.eventually("a new group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 3);
		assertThat(story.groups()).hasSize(1).doesNotContainAnyElementsOf(before);
		story.drop(0, 2, Prepare.class, NewState.class)
			.write()
			.ends(Outcome.OK, Outcome.UNKNOWN)
			.write()
			.answered()
			.crash(0)
			.pass()
			.write()
			.answered()
			.restart(0)
			.converges();
	}

}
