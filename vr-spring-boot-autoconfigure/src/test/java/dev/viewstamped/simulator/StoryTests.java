package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories: what a group does in situations that are named in the protocol's notes (D1,
 * D6, and so on).
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
	void lateStartViewDoesNotReplaceTheLogD6() {
		Story.formed(3)
			.copy(1, 2, StartView.class)
			.crash(0)
			.eventually("member 1 is primary", (cluster) -> isPrimary(cluster, 1))
			.eventually("member 2 is normal", (cluster) -> cluster.replica(2).isNormal())
			.pass()
			.write()
			.answered()
			.release()
			.later(0.5)
			.look(2, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.restart(0)
			.eventually("member 0 recovers", (cluster) -> cluster.replica(0).isNormal())
			.crash(1)
			.write()
			.answered()
			.restart(1)
			.converges();
	}

	@Test
	void stateTransferForgetsNothingThatIsCommittedD1() {
		Story.formed(3)
			.drop(0, 2, Prepare.class, NewState.class)
			.drop(0, 1, Commit.class)
			.write()
			.answered()
			.look(1, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.look(2, (report) -> assertThat(report.opNumber()).isZero())
			.pass()
			.isolate(1)
			.drop(2, 0, PrepareOk.class, StartView.class, Prepare.class, Commit.class)
			.drop(2, 1, StartView.class, NewState.class)
			.write()
			.eventually("member 2 is primary of view 2", (cluster) -> isPrimary(cluster, 2))
			.look(0, (report) -> assertThat(report.status()).isEqualTo(Status.VIEW_CHANGE))
			.heal()
			.later(0.3)
			.look(1, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.crash(2)
			.pass()
			.write()
			.answered()
			.restart(2)
			.converges();
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
