package dev.viewstamped.simulator.scenario;

import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.SimulatedReplica;
import dev.viewstamped.simulator.Disks;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D17: more members restart without a disk than the group survives. The paper's recovery
 * then waits for ever, and each way out that somebody may invent loses what was
 * acknowledged, and does not say so. Here members say that the state is lost, and those
 * that have some go on answering stale reads only; a new group is formed only when no
 * member at all has state, and under a new identity, so that clients learn of the loss.
 */
class D17LostStateTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	@Test
	void allRestartAndFormANewGroup() {
		Story story = Story.formed(3).write().answered();
		Set<UUID> before = story.groups();
		story.crash(A, B, C)
			.restart(A, B)
			.later(10)
			.now("two of three form nothing", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 0)
			.restart(C)
			.eventually("a group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 3);
		assertThat(story.groups()).hasSize(1).doesNotContainAnyElementsOf(before);
		story.write().ends(Outcome.OK, Outcome.UNKNOWN).writeAt(B).answered().write().answered().converges();
	}

	/**
	 * In durable mode nothing is lost when all machines stop at once.
	 */
	@Test
	void allRestartWithTheirDisksAndHaveEverything() {
		Story story = Story.durable(3).writes(5);
		Set<UUID> before = story.groups();
		story.crash(A, B, C)
			.restart(A, B, C)
			.write()
			.answered()
			.readAt(C, Consistency.LINEARIZABLE)
			.answered()
			.converges();
		assertThat(story.groups()).isEqualTo(before);
		assertThat(story.executed()).isEqualTo(6);
	}

	@Test
	void promiseThatDoesNotWaitForTheDiskIsCaught() {
		NaiveRule
			.in("replica/Durability", "promise(); hold(memberId, message);", "this.network.send(memberId, message);")
			.isCaughtBy(getClass(), "allRestartWithTheirDisksAndHaveEverything", "IS-DURABLE");
	}

	/**
	 * A new group under the old name would take requests of old sessions for its own.
	 */
	@Test
	void newGroupUnderTheOldNameIsCaught() {
		NaiveRule.in("replica/Genesis", "UUID group = this.state.randomId();", "UUID group = new UUID(1, 1);")
			.isCaughtBy(getClass(), "allRestartAndFormANewGroup", "VIEW-HAS-COMMITTED");
	}

	@Test
	void twoOfThreeRestartAndOnlyStaleReadsAreAnswered() {
		Story.formed(3)
			.write()
			.answered()
			.crash(B, C)
			.restart(B, C)
			.eventuallyCondition(B, Condition.STATE_LOST)
			.eventuallyCondition(C, Condition.STATE_LOST)
			.eventuallyCondition(A, Condition.STATE_LOST)
			.readAt(A, Consistency.LINEARIZABLE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.readAt(A, Consistency.STALE)
			.answered()
			.write()
			.ends(Outcome.DID_NOT_HAPPEN, Outcome.UNKNOWN)
			.later(20)
			.now("the restarted ones have not recovered",
					(cluster) -> !cluster.replica(B).isNormal() && !cluster.replica(C).isNormal());
	}

	/**
	 * B and C commit x in view 1 and restart. Who is left is A, which is still primary of
	 * view 0.
	 */
	@Test
	void stateOfTheLastSurvivorIsNotTaken() {
		Story.formed(3)
			.write()
			.answered()
			.isolate(A)
			.write()
			.answered()
			.later(0.2)
			.crash(B, C)
			.heal()
			.restart(B, C)
			.later(20)
			.eventuallyCondition(B, Condition.STATE_LOST)
			.eventuallyCondition(C, Condition.STATE_LOST)
			.now("the restarted ones have not recovered",
					(cluster) -> !cluster.replica(B).isNormal() && !cluster.replica(C).isNormal());
	}

	@Test
	void takingTheStateOfTheLastSurvivorIsCaught() {
		NaiveRule.in("replica/Quorums", "Math.min(needed(), this.size - 1)", "1")
			.isCaughtBy(getClass(), "stateOfTheLastSurvivorIsNotTaken", "HELD-BY-QUORUM");
	}

	/**
	 * What is on the disks of a durable group cannot be read any more. There was a group,
	 * so none is formed until somebody says that the data may go.
	 */
	@Test
	void membersWithDamagedDisksFormNothing() {
		Story.durable(3)
			.write()
			.answered()
			.crash(A, B, C)
			.happens(Disks.corruptSuperblock(A, B, C))
			.restart(A, B, C)
			.eventuallyCondition(A, Condition.STATE_LOST)
			.eventuallyCondition(B, Condition.STATE_LOST)
			.eventuallyCondition(C, Condition.STATE_LOST)
			.look(A, (report) -> assertThat(report.condition()).isNotNull()
				.satisfies((condition) -> assertThat(condition.message()).contains("superblock")))
			.later(20)
			.now("no group is formed", (cluster) -> cluster.normalGroups().isEmpty());
	}

	@Test
	void singleMemberWithADamagedDiskFormsNothing() {
		Story.durable(1)
			.write()
			.answered()
			.crash(A)
			.happens(Disks.corruptSuperblock(A))
			.restart(A)
			.eventuallyCondition(A, Condition.STATE_LOST)
			.later(20)
			.now("no group is formed", (cluster) -> cluster.normalGroups().isEmpty());
	}

	@Test
	void takingADamagedDiskForAnEmptyOneIsCaught() {
		NaiveRule naive = NaiveRule.in("replica/ReplicaState", "&& whyStateLost() == null", "");
		naive.isCaughtBy(getClass(), "membersWithDamagedDisksFormNothing", "STORY", "LIVENESS");
		naive.isCaughtBy(getClass(), "singleMemberWithADamagedDiskFormsNothing", "STORY", "LIVENESS");
	}

	@Test
	void memberWithADamagedDiskRecoversFromTheOthers() {
		Story.durable(3)
			.write()
			.answered()
			.crash(C)
			.happens(Disks.corruptSuperblock(C))
			.restart(C)
			.recovers(C)
			.write()
			.answered()
			.converges();
	}

	/**
	 * Two restart, while the third one is out of their reach and has the state.
	 */
	@Test
	void majorityWithoutStateFormsNothing() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.crash(A, B)
			.isolate(C)
			.restart(A, B)
			.later(10)
			.now("they form nothing", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 1)
			.heal()
			.eventuallyCondition(A, Condition.STATE_LOST)
			.eventuallyCondition(B, Condition.STATE_LOST)
			.crash(C)
			.restart(C)
			.eventually("a group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == 3);
		assertThat(story.writeAt(A).answered().converges().executed()).isEqualTo(1);
	}

	@Test
	void formingAGroupOfAMajorityIsCaught() {
		NaiveRule
			.in("replica/Genesis",
					"allMayForm(this.answers) && this.answers.size() == this.state.configuration.size() - 1",
					"allMayForm(this.answers) && this.answers.size() >= this.state.configuration.size() / 2")
			.and("replica/Genesis", "boolean askedAll = this.latest.size() == this.state.configuration.size() - 1",
					"boolean askedAll = this.latest.size() >= this.state.configuration.size() / 2")
			.and("replica/Genesis", "if (this.consents.size() == this.state.configuration.size() - 1)",
					"if (this.consents.size() >= this.state.configuration.size() / 2)")
			.isCaughtBy(getClass(), "majorityWithoutStateFormsNothing", "ONE-GROUP");
	}

}
