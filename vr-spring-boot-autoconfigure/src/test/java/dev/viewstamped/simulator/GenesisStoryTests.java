package dev.viewstamped.simulator;

import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
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

	/**
	 * A proposal that was withdrawn reaches member 2 when it has consented to the next
	 * one, and that group exists.
	 */
	@Test
	void proposalThatWasWithdrawnIsNotConsentedTo() {
		Story.begin(3)
			.hold(0, 2, Propose.class)
			.eventuallyHeld(0, 2, Propose.class)
			.pass()
			.drop(0, 2, Propose.class)
			.later(1.2)
			.pass()
			.drop(0, 2, StartView.class, Commit.class, Ping.class)
			.drop(1, 2, Ping.class, StartViewChange.class, DoViewChange.class)
			.eventually("member 0 is normal", (cluster) -> cluster.replica(0).isNormal())
			.release(Propose.class)
			.later(0.1)
			.pass()
			.eventually("the group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 3)
			.write()
			.answered()
			.converges();
	}

	@Test
	void consentIsWithdrawnWhenAMemberRestartsDuringGenesis() {
		Story.begin(3)
			.hold(0, 2, Propose.class)
			.later(0.5)
			.crash(1)
			.restart(1)
			.pass()
			.release()
			.eventually("the group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 3)
			.write()
			.answered()
			.converges();
	}

}
