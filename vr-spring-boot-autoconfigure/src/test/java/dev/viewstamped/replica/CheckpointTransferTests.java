package dev.viewstamped.replica;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;

import static dev.viewstamped.replica.CheckpointedGroup.TIMEOUT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a replica that needs more than the log of the others has.
 */
class CheckpointTransferTests {

	private static final int KEYS = 1000;

	/** A question, pages cut, an answer, pages read. */
	private static final long ROUND_TRIP_NANOS = 20_000_000;

	private CheckpointedGroup group = new CheckpointedGroup(3, 4096, 10_000_000).formed();

	@Test
	void backupBeyondTheLogTakesACheckpointAndWhatFollows() {
		this.group.isolate(2);
		this.group.write(205, KEYS);
		assertThat(this.group.report(0).firstOpNumber()).as("log begins late").isGreaterThan(100);
		this.group.heal();

		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		this.group.assertSameState(2, 0);
		assertThat(this.group.report(2).view()).isZero();
		assertThat(this.group.service(2).restored()).isEqualTo(1);
		assertThat(this.group.sources()).as("spares the primary").containsExactly(1);
		assertThat(this.group.report(2).transfer()).isNull();
		assertThat(this.group.report(2).transferredBytes()).isEqualTo(this.group.pageBytesTo(2)).isPositive();
		assertThat(this.group.report(2).transferredPages()).isPositive();
		assertThat(this.group.report(0).transferredBytes()).isZero();
		this.group.write(50, KEYS);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.assertSameState(2, 0);
	}

	@Test
	void onlyPagesThatDifferAreFetched() {
		this.group.write(2 * KEYS, KEYS);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.isolate(2);
		this.group.write(200, 3);
		this.group.heal();

		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		this.group.assertSameState(2, 0);
		assertThat(this.group.service(2).restored()).isEqualTo(1);
		assertThat(this.group.pageBytesTo(2)).isLessThan(KEYS * 100 / 5);
	}

	@Test
	void emptyReplicaRecoversWithACheckpoint() {
		this.group.write(KEYS, KEYS);
		this.group.crash(2);
		this.group.write(10, KEYS);
		this.group.start(2);

		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		this.group.assertSameState(2, 0);
		assertThat(this.group.pageBytesTo(2)).isGreaterThan(KEYS * 100);
	}

	@Test
	void replicaRecoversWhileTheGroupGoesOn() {
		this.group = new CheckpointedGroup(3, 2048, 100_000).formed();
		assertThat(recoverWhileTheGroupGoesOn()).as("checkpoints: the log that follows has stayed").isEqualTo(1);
	}

	@Test
	void replicaRecoversAlsoIfTheLogThatFollowsCannotStay() {
		this.group = new CheckpointedGroup(3, 2048, 100_000, 0).formed();
		assertThat(recoverWhileTheGroupGoesOn()).isGreaterThan(1);
		assertThat(this.group.pageBytesTo(2)).as("bytes").isLessThan(2 * KEYS * 150);
	}

	private long recoverWhileTheGroupGoesOn() {
		this.group.write(KEYS, KEYS);
		this.group.crash(2);
		this.group.start(2);
		int meanwhile = 0;
		while (!this.group.isNormal(2) && meanwhile < 5000) {
			this.group.write(1, KEYS);
			meanwhile++;
		}
		assertThat(this.group.isNormal(2)).isTrue();
		assertThat(meanwhile).as("commands in the meantime").isGreaterThan(3 * CheckpointedGroup.INTERVAL_OPS);
		long asked = checkpointsAskedFor(2);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.assertSameState(2, 0);
		return asked;
	}

	@Test
	void severalBatchesAreUnderWayAndNoPageTwice() {
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > 0);
		long begin = this.group.nowNanos();

		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		long questions = questions();
		assertThat(questions).isGreaterThan(20);
		assertThat(this.group.nowNanos() - begin).as("one after the other takes %d round trips", questions)
			.isLessThan(questions * ROUND_TRIP_NANOS / 2);
		assertThat(this.group.pageBytesTo(2)).isEqualTo(distinctPageBytesTo(2));
	}

	@Test
	void oneThatLagsRestsBetweenBatchesWhileTheGroupServes() {
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > 0);
		long begin = this.group.nowNanos();

		while (this.group.service(2).restored() == 0) {
			this.group.write(1, KEYS);
		}

		long questions = questions();
		assertThat(questions).isGreaterThan(20);
		assertThat(this.group.nowNanos() - begin).as("it rests for two thirds of %d round trips", questions)
			.isGreaterThan(questions * ROUND_TRIP_NANOS * 2);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.assertSameState(2, 0);
	}

	@Test
	void primaryKeepsForOneThatLagsWhatFollowsTheCheckpointOfAnother() {
		slowly();
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > 0);

		int meanwhile = 0;
		while (this.group.service(2).restored() == 0) {
			this.group.write(1, KEYS);
			this.group.run(ROUND_TRIP_NANOS / 2);
			meanwhile++;
		}

		assertThat(this.group.sources()).as("spares the primary").containsExactly(1);
		assertThat(meanwhile).as("commands in the meantime").isGreaterThan(3 * CheckpointedGroup.INTERVAL_OPS);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		assertThat(checkpointsAskedFor(2)).isEqualTo(1);
		this.group.assertSameState(2, 0);
	}

	private long questions() {
		return this.group.delivered.stream().filter((sent) -> sent.message() instanceof GetPages).count();
	}

	private long distinctPageBytesTo(int member) {
		return this.group.delivered.stream()
			.filter((sent) -> sent.to() == member && sent.message() instanceof NewPages)
			.flatMap((sent) -> ((NewPages) sent.message()).pieces().stream())
			.collect(Collectors.toMap((piece) -> List.of(piece.digest(), piece.offset()),
					(piece) -> piece.bytes().length, (one, other) -> one))
			.values()
			.stream()
			.mapToLong(Integer::longValue)
			.sum();
	}

	@Test
	void sourceThatLosesAnAnswerIsAskedAgain() {
		slowly();
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > KEYS * 30);
		this.group.letPass((from, to, message) -> !(message instanceof NewPages));
		this.group.run(ROUND_TRIP_NANOS);
		this.group.heal();

		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		this.group.assertSameState(2, 0);
		assertThat(this.group.sources()).containsExactly(1);
		assertThat(this.group.pageBytesTo(2)).isEqualTo(distinctPageBytesTo(2));
	}

	@Test
	void sourceThatFailsIsReplaced() {
		slowly();
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > KEYS * 30);
		assertThat(this.group.report(2).condition()).satisfies((condition) -> {
			assertThat(condition).isNotNull();
			assertThat(condition.code()).isEqualTo(Condition.STATE_TRANSFER);
			assertThat(condition.message()).matches("Fetching the state of op \\d+ from member 1: \\d+ %, 0\\.\\d MB");
		});

		this.group.crash(1);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		this.group.assertSameState(2, 0);
		assertThat(this.group.sources()).containsExactly(1, 0);
		assertThat(this.group.pageBytesTo(2)).isLessThan(KEYS * 160);
	}

	@Test
	void checkpointThatIsGoneIsReplacedByALaterOne() {
		slowly();
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > KEYS * 30);
		this.group.isolate(2);
		this.group.run(6 * TIMEOUT_NANOS);
		this.group.write(3 * CheckpointedGroup.INTERVAL_OPS, 30);
		this.group.run(TIMEOUT_NANOS);
		this.group.heal();

		this.group.runUntil(() -> this.group.hasCaughtUp(2));

		this.group.assertSameState(2, 0);
		assertThat(this.group.service(2).restored()).isEqualTo(1);
		assertThat(checkpointsAskedFor(2)).isEqualTo(2);
		assertThat(this.group.pageBytesTo(2)).as("what had come is used").isLessThan(KEYS * 180);
	}

	@Test
	void checkpointThatIsAskedForStays() {
		slowly();
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > KEYS * 30);
		this.group.letPass((from, to, message) -> !(message instanceof NewCheckpoint));
		this.group.write(6 * CheckpointedGroup.INTERVAL_OPS, KEYS);
		this.group.runUntil(() -> this.group.service(2).restored() == 1);
		assertThat(checkpointsAskedFor(2)).isEqualTo(1);
		this.group.heal();
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.assertSameState(2, 0);
	}

	@Test
	void pagesAreKeptOverAViewChange() {
		slowly();
		this.group.isolate(2);
		this.group.write(KEYS, KEYS);
		this.group.heal();
		this.group.runUntil(() -> this.group.pageBytesTo(2) > KEYS * 30);

		this.group.crash(0);
		this.group.runUntil(() -> this.group.isNormal(1) && this.group.report(1).role() == Role.PRIMARY
				&& this.group.hasCaughtUp(2));

		assertThat(this.group.report(2).view()).isEqualTo(1);
		this.group.assertSameState(2, 1);
		assertThat(this.group.pageBytesTo(2)).isLessThan(KEYS * 160);
	}

	@Test
	void wouldBePrimaryThatIsFarBehindGivesUp() {
		slowly();
		this.group.isolate(1);
		this.group.write(KEYS, KEYS);
		this.group.crash(0);
		this.group.heal();
		long begin = this.group.nowNanos();
		this.group.runUntil(() -> this.group.isNormal(2) && this.group.report(2).role() == Role.PRIMARY);
		assertThat(this.group.report(2).view()).isEqualTo(2);
		assertThat(this.group.nowNanos() - begin).as("time").isLessThan(4 * TIMEOUT_NANOS);

		this.group.runUntil(() -> this.group.hasCaughtUp(1));
		this.group.assertSameState(1, 2);
		assertThat(this.group.report(2).view()).as("nobody left the view meanwhile").isEqualTo(2);
	}

	@Test
	void replicaThatCrashesAtAnyMomentRecovers() {
		this.group.write(300, 300);
		for (int ticks = 1; ticks < 60; ticks += 2) {
			this.group.crash(2);
			this.group.write(5, 300);
			this.group.start(2);
			for (int i = 0; i < ticks; i++) {
				this.group.runTick();
			}
		}
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.assertSameState(2, 0);
	}

	private void slowly() {
		this.group = new CheckpointedGroup(3, 2048, 300_000).formed();
	}

	private long checkpointsAskedFor(int member) {
		List<Object> asked = this.group.delivered.stream()
			.filter((sent) -> sent.from() == member && sent.message() instanceof GetPages)
			.map((sent) -> (Object) ((GetPages) sent.message()).checkpoint())
			.distinct()
			.toList();
		assertThat(this.group.delivered.stream()
			.filter((sent) -> sent.to() == member && sent.message() instanceof NewPages)
			.map((sent) -> (Object) ((NewPages) sent.message()).checkpoint())
			.distinct()
			.toList()).isEqualTo(asked);
		return asked.size();
	}

}
