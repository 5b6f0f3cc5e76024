package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartViewChange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Epochs}.
 */
class EpochsTests {

	private static final long A_WHILE_NANOS = 20 * ChangingGroup.TIMEOUT_NANOS;

	private static final CheckpointOptions OFTEN = new CheckpointOptions(20, Long.MAX_VALUE, 0, 0, 0, 1 << 16,
			1L << 30);

	@Test
	void groupGrowsAndShrinksAndNothingIsLost() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.write(20);
		group.warmStandbys(3, 4);
		change(group, 0, 0, 1, 2, 3, 4);
		group.write(20);
		change(group, 1, 2, 3, 4);
		group.write(20);
		assertThat(group.primary()).isEqualTo(2);
		group.runUntil(() -> group.hasCaughtUp(3));
		assertThat(group.contents(3)).hasSize(10).isEqualTo(group.contents(2));
		group.runUntil(() -> group.report(0).status() == Status.RETIRED && group.report(1).status() == Status.RETIRED);
	}

	@Test
	void allMembersAreSwappedAtOnce() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.write(20);
		group.warmStandbys(3, 4, 5);
		change(group, 0, 3, 4, 5);
		group.write(20);
		assertThat(group.primary()).isEqualTo(3);
		group.runUntil(() -> retired(group, 0) && retired(group, 1) && retired(group, 2));
		group.crash(0);
		group.crash(1);
		group.crash(2);
		group.write(20);
		assertThat(group.contents(5)).hasSize(10);
	}

	@Test
	void changeTakesEffectWhenItIsExecutedAndNotBefore() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3);
		group.letPass((from, to, message) -> !(message instanceof PrepareOk));
		group.beginChange(0, 0, ChangingGroup.addresses(0, 1, 2, 3));
		group.run(ChangingGroup.TIMEOUT_NANOS / 2);
		assertThat(group.report(1).opNumber()).isEqualTo(group.report(0).opNumber());
		for (int id = 0; id < 4; id++) {
			assertThat(group.epoch(id)).isZero();
		}
		group.heal();
		group.runUntil(() -> group.hasPrimaryIn(1));
	}

	@Test
	void changeThatIsNotCommittedMayBeLost() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3);
		long before = group.report(0).opNumber();
		group.isolate(0);
		group.beginChange(0, 0, ChangingGroup.addresses(0, 1, 2, 3));
		group.runTick();
		assertThat(group.report(0).opNumber()).isEqualTo(before + 1);
		group.runUntil(() -> group.primary() != 0);
		group.heal();
		group.write(5);
		group.run(A_WHILE_NANOS);
		assertThat(group.epoch(0)).isZero();
		assertThat(group.report(0).opNumber()).isEqualTo(group.report(group.primary()).opNumber());
	}

	@Test
	void pauseIsShorterThanAHeartbeat() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.write(20);
		group.warmStandbys(3, 4, 5);
		long asked = group.nowNanos();
		group.beginChange(0, 0, ChangingGroup.addresses(3, 4, 5));
		group.runUntil(() -> group.hasPrimaryIn(1));
		group.write(1);
		assertThat(group.nowNanos() - asked).isLessThan(ChangingGroup.TIMEOUT_NANOS / 4);
	}

	@Test
	void replicaBehindTakesLogAndEpochInOneStep() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4);
		group.isolate(2);
		group.write(50);
		change(group, 0, 0, 1, 2, 3, 4);
		group.write(5);
		long start = group.locate(0).location().membership().epochStart().opNumber();
		long had = group.report(2).opNumber();
		List<Status> seen = new ArrayList<>();
		group.letPass((from, to, message) -> !(message instanceof NewState) || to != 2);
		group.runUntil(() -> group.report(2).status() == Status.TRANSITIONING);
		group.run(ChangingGroup.TIMEOUT_NANOS);
		assertThat(group.epoch(2)).isZero();
		assertThat(group.report(2).opNumber()).isEqualTo(had);
		assertThat(group.report(2).condition()).isNotNull();
		group.heal();
		group.runUntil(() -> {
			seen.add(group.report(2).status());
			assertThat(group.epoch(2) == 0 || group.report(2).opNumber() >= start).isTrue();
			return group.hasCaughtUp(2) && group.epoch(2) == 1;
		});
		assertThat(seen).contains(Status.TRANSITIONING).doesNotContain(Status.RECOVERING);
		assertThat(group.contents(2)).isEqualTo(group.contents(0));
	}

	@Test
	void replicaBehindTakesACheckpointWhereTheLogIsGone() {
		ChangingGroup group = new ChangingGroup(3, OFTEN).formed();
		group.warmStandbys(3, 4);
		group.isolate(2);
		group.write(60);
		change(group, 0, 0, 1, 2, 3, 4);
		group.write(60);
		group.heal();
		group.runUntil(() -> group.epoch(2) == 1 && group.hasCaughtUp(2));
		assertThat(group.contents(2)).isEqualTo(group.contents(0));
	}

	@Test
	void replicaBehindGetsToALaterViewOfTheEpoch() {
		ChangingGroup group = new ChangingGroup(3, OFTEN).formed();
		group.warmStandbys(3, 4);
		group.isolate(2);
		group.write(30);
		change(group, 0, 0, 1, 2, 3, 4);
		group.crash(0);
		group.runUntil(() -> group.hasPrimaryIn(1));
		group.write(60);
		group.heal();
		group.runUntil(() -> group.epoch(2) == 1 && group.hasCaughtUp(2));
		assertThat(group.report(2).view()).isEqualTo(group.report(group.primary()).view()).isPositive();
	}

	@Test
	void replicaThatMissedTwoEpochsGoesToTheLatest() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4);
		group.isolate(2);
		change(group, 0, 0, 1, 2, 3);
		group.runUntil(() -> complete(group));
		change(group, 1, 0, 1, 2, 3, 4);
		group.write(3);
		group.heal();
		group.runUntil(() -> group.epoch(2) == 2 && group.hasCaughtUp(2));
		assertThat(group.contents(2)).isEqualTo(group.contents(0));
	}

	@Test
	void replacedReplicaStaysUntilAQuorumHasStartedAndTheEpochIsChecked() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4, 5);
		group.letPass((from, to, message) -> !(message instanceof EpochStarted) || to != 2 || from == 3);
		change(group, 0, 3, 4, 5);
		group.runUntil(() -> complete(group) && retired(group, 0));
		group.run(A_WHILE_NANOS);
		assertThat(group.report(2).status()).isEqualTo(Status.TRANSITIONING);
		group.letPass((from, to, message) -> !(message instanceof EpochStarted started) || to != 2
				|| (from != 5 && !started.checked()));
		group.run(A_WHILE_NANOS);
		assertThat(group.report(2).status()).isEqualTo(Status.TRANSITIONING);
		group.heal();
		group.runUntil(() -> retired(group, 2));
		assertThat(group.report(2).change().phase()).isEqualTo(Phase.COMPLETE);
	}

	@Test
	void epochIsNotCompleteBeforeAQuorumIsNormal() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4, 5);
		group.letPass((from, to, message) -> !(to > 3 && message.header().epoch() > 0));
		group.beginChange(0, 0, ChangingGroup.addresses(3, 4, 5));
		group.runUntil(() -> group.hasPrimaryIn(1));
		group.run(A_WHILE_NANOS);
		assertThat(group.report(3).change().phase()).isEqualTo(Phase.TRANSITIONING);
		assertThat(retired(group, 0) || retired(group, 1) || retired(group, 2)).isFalse();
		group.heal();
		group.runUntil(() -> retired(group, 0) && retired(group, 1) && retired(group, 2));
		group.runUntil(() -> group.hasPrimaryIn(1) && complete(group));
	}

	@Test
	void replacedReplicaThatWasAwayLearnsAndRetires() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4, 5);
		group.isolate(2);
		group.write(10);
		change(group, 0, 3, 4, 5);
		group.crash(0);
		group.crash(1);
		group.heal();
		group.runUntil(() -> retired(group, 2));
		assertThat(group.report(2).condition()).isNotNull()
			.satisfies((condition) -> assertThat(condition.code()).isEqualTo(Condition.RETIRED));
	}

	@Test
	void replacedReplicaHandsRequestsOn() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4, 5);
		change(group, 0, 3, 4, 5);
		group.runUntil(() -> retired(group, 0));
		long number = group.begin(0);
		group.runUntil(() -> group.replied(number));
	}

	@Test
	void messageOfAnEarlierEpochIsAnsweredAndHasNoEffect() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4);
		change(group, 0, 0, 1, 2, 3, 4);
		group.run(A_WHILE_NANOS);
		Replica replica = group.replica(1);
		List<Object> before = Inside.of(replica).variables();
		Header old = new Header(group.report(1).groupId(), 0, 7, 2, 0);
		for (PeerMessage message : List.of(new Commit(old, 1000, 1000), new StartViewChange(old, true),
				new PrepareOk(old, 1), new Prepare(old, Viewstamp.ZERO, 0, List.of()),
				new DoViewChange(old, CrashVector.of(), 6, History.EMPTY, 0))) {
			List<PeerMessage> answers = new ArrayList<>();
			group.run(ChangingGroup.TIMEOUT_NANOS / 10);
			group.letPass((from, to, sent) -> {
				if (from == 1 && to == 2) {
					answers.add(sent);
				}
				return true;
			});
			replica.onMessage(message);
			assertThat(answers).singleElement().isInstanceOf(StartEpoch.class);
			assertThat(group.report(1).view()).isZero();
			assertThat(group.report(1).status()).isEqualTo(Status.NORMAL);
		}
		assertThat(Inside.of(replica).variables()).hasSameSizeAs(before);
	}

	@Test
	void questionForStateIsAnsweredBetweenEpochs() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4, 5);
		change(group, 0, 3, 4, 5);
		group.runUntil(() -> retired(group, 0));
		List<PeerMessage> answers = new ArrayList<>();
		group.letPass((from, to, sent) -> {
			if (from == 0 && to == 5) {
				answers.add(sent);
			}
			return true;
		});
		group.replica(0).onMessage(new GetState(new Header(group.report(0).groupId(), 0, 0, 5, 0), 1));
		assertThat(answers).anyMatch(NewState.class::isInstance);
	}

	@Test
	void blankProcessOfAMemberIsToldWhereTheGroupIs() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4);
		group.write(10);
		change(group, 0, 0, 1, 2, 3, 4);
		group.crash(1);
		group.write(10);
		group.restart(1);
		GroupLocation location = awaitRelocation(group, 1);
		assertThat(location.membership().epoch()).isEqualTo(1);
		group.restartIn(location, 1);
		group.runUntil(() -> group.isNormal(1) && group.hasCaughtUp(1));
		assertThat(group.contents(1)).isEqualTo(group.contents(0));
		assertThat(Inside.of(group.replica(1)).incarnation()).isEqualTo(1);
	}

	/** CE7: the life that is normal in view 0 of an epoch is the one it began with. */
	@Test
	void otherLifeThanTheOneThatTheEpochBeganWithRecovers() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3);
		group.letPass((from, to, message) -> !(message instanceof PrepareOk));
		group.beginChange(0, 0, ChangingGroup.addresses(0, 1, 2, 3));
		group.runUntil(() -> group.report(1).opNumber() == group.report(0).opNumber());
		group.crash(1);
		group.restart(1);
		group.runUntil(() -> group.isNormal(1));
		assertThat(Inside.of(group.replica(1)).incarnation()).isEqualTo(1);
		group.heal();
		GroupLocation location = awaitRelocation(group, 1);
		assertThat(location.membership().incarnations()).containsExactly(0L, 0L, 0L, 0L);
		assertThat(group.isNormal(1)).isFalse();
		group.restartIn(location, 1);
		group.runUntil(() -> group.isNormal(1) && group.hasCaughtUp(1));
		assertThat(Inside.of(group.replica(1)).incarnation()).isEqualTo(2);
	}

	@Test
	void otherLifeKeepsItsCopyUntilOthersHaveTheState() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3);
		group.letPass((from, to, message) -> !(message instanceof PrepareOk));
		group.beginChange(0, 0, ChangingGroup.addresses(0, 1, 2, 3));
		group.runUntil(() -> group.report(1).opNumber() == group.report(0).opNumber());
		group.crash(1);
		group.restart(1);
		group.runUntil(() -> group.isNormal(1));
		group.letPass((from, to, message) -> !(message instanceof EpochStarted));
		group.runUntil(() -> group.epoch(1) == 1);
		group.run(A_WHILE_NANOS);
		assertThat(group.replica(1).relocation()).isNull();
		assertThat(group.report(1).status()).isEqualTo(Status.TRANSITIONING);
		group.heal();
		awaitRelocation(group, 1);
	}

	@Test
	void strangerIsToldOfTheEpoch() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4);
		change(group, 0, 0, 1, 2, 3, 4);
		List<PeerMessage> told = new ArrayList<>();
		group.letPass((from, to, sent) -> {
			if (to == 77) {
				told.add(sent);
			}
			return true;
		});
		group.replica(0).onStranger(77);
		assertThat(told).hasSize(2);
		assertThat(told.get(0)).isInstanceOf(StartEpoch.class);
		assertThat(told.get(1)).isInstanceOf(EpochStarted.class);
	}

	private static void change(ChangingGroup group, long expectedEpoch, int... ids) {
		assertThat(group.change(group.primary(), expectedEpoch, ChangingGroup.addresses(ids)).outcome())
			.isEqualTo(Outcome.ACCEPTED);
		group.runUntil(() -> group.hasPrimaryIn(expectedEpoch + 1));
		group.runUntil(() -> complete(group));
	}

	private static boolean complete(ChangingGroup group) {
		return group.report(group.primary()).change().phase() == Phase.COMPLETE;
	}

	private static boolean retired(ChangingGroup group, int id) {
		return group.report(id).status() == Status.RETIRED;
	}

	private static GroupLocation awaitRelocation(ChangingGroup group, int id) {
		group.runUntil(() -> group.replica(id).relocation() != null);
		return Objects.requireNonNull(group.replica(id).relocation());
	}

}
