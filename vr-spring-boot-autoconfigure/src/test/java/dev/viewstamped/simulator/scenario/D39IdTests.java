package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D39: a member that was removed comes back with its old disk and takes part as if it was
 * one still, or somebody else gets its id. Here ids are never given again, and what an
 * old disk says is of an epoch that is over.
 */
class D39IdTests {

	@Test
	void removedMemberThatComesBackWithItsDiskIsNoMember() {
		Story.durable(3)
			.write()
			.answered()
			.join(3)
			.crash(2)
			.reconfigure(0, 1, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(1)
			.restart(2)
			.eventuallyRetired(2)
			.now("it has retired", (cluster) -> cluster.replica(2).report().status() == Status.RETIRED)
			.write()
			.answered()
			.converges();
	}

	@Test
	void newcomersGetNewIds() {
		Story.formed(3)
			.join(3)
			.reconfigure(0, 1, 3)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyRetired(2)
			.switchOff(2)
			.join(4)
			.reconfigure(0, 3, 4)
			.operatorIsAnswered(Outcome.ACCEPTED)
			.eventuallyChecked(2)
			.converges();
	}

	@Test
	void givingIdsAgainIsCaught() {
		NaiveRule.in("replica/MembershipPayload", "nextMemberId++;", "")
			.isCaughtBy(getClass(), "newcomersGetNewIds", "S12-ID-REUSED", "gets id 4");
	}

}
