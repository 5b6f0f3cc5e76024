package dev.viewstamped.simulator;

import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Invocation.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of a group in all kinds of situations. Those that the protocol's notes name are
 * in the package of the scenarios.
 */
class StoryTests {

	@Test
	void commandIsExecutedByAll() {
		Story story = Story.formed(3).write().answered().writeAt(2).answered().converges();
		assertThat(story.executed()).isEqualTo(2);
	}

	@Test
	void readsSeeTheCommandBefore() {
		Story.formed(3)
			.write()
			.answered()
			.read(Consistency.LINEARIZABLE)
			.answered()
			.readAt(1, Consistency.LINEARIZABLE)
			.answered()
			.readAt(2, Consistency.STALE)
			.answered()
			.readAt(2, Consistency.CAUSAL)
			.answered();
	}

	@Test
	void groupOfOneServes() {
		Story.formed(1).write().answered().readAt(0, Consistency.LINEARIZABLE).answered();
	}

	@Test
	void backupTakesOverWhenThePrimaryCrashes() {
		Story.formed(3)
			.write()
			.answered()
			.crash(0)
			.write()
			.answered()
			.look(1, (report) -> assertThat(report.role()).isEqualTo(Role.PRIMARY))
			.restart(0)
			.eventually("member 0 recovers", (cluster) -> cluster.replica(0).isNormal())
			.converges();
	}

	@Test
	void backupsThatKnowThePrimaryIsGoneDoNotWait() {
		Story.formed(3)
			.write()
			.answered()
			.crash(0)
			.writeAt(1)
			.gone(0, 1)
			.gone(0, 2)
			.later(0.3)
			.answeredAlready()
			.look(1, (report) -> assertThat(report.role()).isEqualTo(Role.PRIMARY))
			.restart(0)
			.converges();
	}

	@Test
	void backupCrashesAndRecovers() {
		Story.formed(3)
			.write()
			.answered()
			.crash(2)
			.write()
			.answered()
			.restart(2)
			.eventually("member 2 recovers", (cluster) -> cluster.replica(2).isNormal())
			.converges()
			.look(2, (report) -> assertThat(report.view()).isZero());
	}

	@Test
	void groupSurvivesTheCrashOfEachMemberInTurn() {
		Story story = Story.formed(3);
		for (int i = 0; i < 20; i++) {
			int member = i % 3;
			story.write()
				.answered()
				.crash(member)
				.write()
				.answered()
				.restart(member)
				.eventually("it recovers", (cluster) -> cluster.replica(member).isNormal());
		}
		assertThat(story.converges().executed()).isEqualTo(40);
	}

	@Test
	void requestWhoseReplyIsLostIsExecutedOnce() {
		Story story = Story.formed(3)
			.drop(1, 0, PrepareOk.class)
			.isolate(2)
			.write()
			.later(0.5)
			.pending()
			.pass()
			.heal()
			.answered()
			.converges();
		assertThat(story.executed()).isEqualTo(1);
	}

	@Test
	void voteForALaterViewBringsAFormerPrimaryAlong() {
		Story.formed(3)
			.pause(0)
			.eventually("members 1 and 2 are in view 1",
					(cluster) -> isPrimary(cluster, 1) && cluster.replica(2).isNormal()
							&& cluster.replica(2).report().view() == 1)
			.crash(1)
			.drop(1, 0, StartView.class)
			.resume(0)
			.restart(1)
			.write()
			.answered()
			.converges();
	}

	@Test
	void recoveredReplicaForgetsTheAnswersThatItRecoveredFrom() {
		for (int member : new int[] { 1, 3, 4 }) {
			Story.formed(5)
				.crash(2)
				.restart(2)
				.eventually("member 2 recovers", (cluster) -> cluster.replica(2).isNormal())
				.write()
				.answered()
				.later(1)
				.crash(member)
				.restart(member)
				.eventually("it recovers", (cluster) -> cluster.replica(member).isNormal())
				.converges();
		}
	}

	@Test
	void replicaThatLacksEntriesFetchesThem() {
		Story.formed(3)
			.drop(-1, 2, Prepare.class)
			.write()
			.write()
			.write()
			.answered()
			.eventually("member 2 has them", (cluster) -> cluster.replica(2).report().executedNumber() >= 3)
			.drop(-1, 2, Prepare.class, NewState.class, GetState.class)
			.write()
			.answered()
			.converges();
	}

	private static boolean isPrimary(Cluster cluster, int member) {
		ReplicaReport report = cluster.replica(member).report();
		return report.status() == Status.NORMAL && report.role() == Role.PRIMARY;
	}

}
