package dev.viewstamped.replica;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Pong;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Recovery;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a replica says before and after its disk has it.
 */
class DurabilityTests {

	private static final long LIMIT_NANOS = 30_000_000_000L;

	private static final Entry FIRST = DurableReplica.entry(0, 1);

	private static final Entry SECOND = DurableReplica.entry(0, 2);

	private static final Entry THIRD = DurableReplica.entry(0, 3);

	@Test
	void backupAcknowledgesAnEntryWhenItIsDurable() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		assertThat(backup.sent(PrepareOk.class)).isEmpty();
		assertThat(backup.storage.calls).containsExactly("append 0.0.1", "flush");
		backup.stored();
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(1L);
	}

	@Test
	void backupAcknowledgesAtOnceWhatIsDurable() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0, FIRST);
		backup.receive(new Commit(DurableReplica.header(0, 0), 1, 0));
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(1L);
		assertThat(backup.storage.calls).isEmpty();
	}

	@Test
	void acknowledgementsGoAsTheFlushesTheyWaitForAreDone() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.prepare(0, FIRST.viewstamp(), SECOND);
		backup.stored();
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(1L);
		backup.stored();
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(2L);
	}

	@Test
	void ofAcknowledgementsThatBecomeDueTogetherOnlyTheLastGoes() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.prepare(0, FIRST.viewstamp(), SECOND);
		backup.prepare(0, SECOND.viewstamp(), THIRD);
		backup.storage.complete();
		backup.stored();
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(2L);
	}

	@Test
	void repeatedAcknowledgementsDoNotPileUpWhileTheDiskIsSlow() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		for (int i = 0; i < 10; i++) {
			backup.receive(new Commit(DurableReplica.header(0, 0), 1, 0));
		}
		backup.stored();
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(1L);
	}

	@Test
	void voteToLeaveAViewAndConfirmationOfOneWaitForNothing() {
		DurableReplica backup = DurableReplica.restarted(2, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.receive(new ConfirmView(DurableReplica.header(0, 0), 4));
		backup.pass(2 * DurableReplica.TIMEOUT_NANOS);
		assertThat(backup.sent(ConfirmViewOk.class)).hasSize(1);
		assertThat(backup.sent(StartViewChange.class)).isNotEmpty()
			.noneMatch((message) -> message.entered() || message.header().view() != 0);
	}

	@Test
	void whoEntersAViewSaysSoWhenTheViewAndTheLogAreDurable() {
		DurableReplica member = DurableReplica.restarted(2, 3, 0, 0, 0);
		member.prepare(0, Viewstamp.ZERO, FIRST);
		member.startViewChange(1, 0);
		assertThat(member.storage.calls).containsExactly("append 0.0.1", "flush", "promise 1/0", "flush");
		member.stored();
		assertThat(member.sent).isEmpty();
		member.stored();
		assertThat(member.sent(StartViewChange.class)).hasSize(2).allMatch(StartViewChange::entered);
		assertThat(member.sent(DoViewChange.class)).singleElement().satisfies((message) -> {
			assertThat(message.header().view()).isOne();
			assertThat(message.history().opNumber()).isOne();
		});
		assertThat(member.storage.promises().view()).isOne();
	}

	@Test
	void entriesOfAViewThatWasLeftAreNotAcknowledged() {
		DurableReplica member = DurableReplica.restarted(2, 3, 0, 0, 0);
		member.prepare(0, Viewstamp.ZERO, FIRST);
		member.startViewChange(1, 0);
		member.storedAll();
		assertThat(member.sent(PrepareOk.class)).isEmpty();
	}

	@Test
	void primaryOfANewViewTellsItsLogWhenTheViewIsDurable() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 3, 0, 0, 0, FIRST));
		assertThat(primary.report().role()).isEqualTo(Role.PRIMARY);
		primary.register(new UUID(9, 9));
		primary.receive(new dev.viewstamped.message.GetState(DurableReplica.header(1, 2), 1));
		assertThat(primary.sent(StartView.class)).isEmpty();
		assertThat(primary.sent(Prepare.class)).isEmpty();
		assertThat(primary.sent(Commit.class)).isEmpty();
		assertThat(primary.sent(NewState.class)).isEmpty();
		primary.stored();
		List<PeerMessage> sent = List.copyOf(primary.sent);
		assertThat(primary.sent(StartView.class)).hasSize(2);
		assertThat(primary.sent(Prepare.class)).hasSize(2);
		assertThat(primary.sent(NewState.class)).hasSize(1);
		assertThat(sent.stream().filter((message) -> !(message instanceof StartViewChange)).findFirst())
			.containsInstanceOf(StartView.class);
	}

	@Test
	void primarySendsEntriesBeforeTheyAreDurable() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 3, 0, 0, 0));
		primary.storedAll();
		primary.register(new UUID(9, 9));
		assertThat(primary.sent(Prepare.class)).hasSize(2);
		assertThat(primary.storage.isComplete()).isFalse();
	}

	@Test
	void primaryCountsItselfOnlyForWhatIsDurable() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 3, 0, 0, 0));
		primary.storedAll();
		primary.register(new UUID(9, 9));
		primary.prepareOk(1, 2, 1);
		assertThat(primary.report().commitNumber()).isZero();
		assertThat(primary.replies).isEmpty();
		primary.stored();
		assertThat(primary.report().commitNumber()).isOne();
		assertThat(primary.replies).singleElement().isInstanceOf(Reply.class);
	}

	@Test
	void quorumOfOthersCommitsWithoutThePrimarysDisk() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 3, 0, 0, 0));
		primary.storedAll();
		primary.register(new UUID(9, 9));
		primary.prepareOk(1, 2, 1);
		primary.prepareOk(1, 0, 1);
		assertThat(primary.report().commitNumber()).isOne();
		assertThat(primary.storage.isComplete()).isFalse();
	}

	@Test
	void primaryOfTwoNeedsItsOwnDisk() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 2, 0, 0, 0), 2, 0, History.EMPTY);
		primary.storedAll();
		primary.register(new UUID(9, 9));
		primary.prepareOk(1, 0, 1);
		assertThat(primary.report().commitNumber()).isZero();
		primary.stored();
		assertThat(primary.report().commitNumber()).isOne();
	}

	@Test
	void logOfANewViewCountsWhenItIsDurableInThatView() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 3, 0, 0, 0, FIRST));
		primary.prepareOk(1, 2, 1);
		assertThat(primary.report().commitNumber()).isZero();
		primary.stored();
		assertThat(primary.report().commitNumber()).isOne();
	}

	@Test
	void flushOfAnEarlierLogDoesNotCountForANewOne() {
		DurableReplica primary = DurableReplica.restarted(1, 3, 0, 0, 0);
		primary.prepare(0, Viewstamp.ZERO, FIRST);
		startViewOne(primary);
		assertThat(primary.storage.calls).containsExactly("append 0.0.1", "flush", "promise 1/0", "replace 1+0 1/1",
				"flush");
		primary.prepareOk(1, 2, 1);
		primary.stored();
		assertThat(primary.report().commitNumber()).isZero();
		primary.stored();
		assertThat(primary.report().commitNumber()).isOne();
	}

	@Test
	void recoveryIsAnsweredWhenTheNewLifeCannotBeForgotten() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.receive(
				new Recovery(new Header(DurableReplica.GROUP, 0, 0, 2, 1), new UUID(3, 3), CrashVector.of(0, 0, 1)));
		assertThat(backup.sent(RecoveryResponse.class)).isEmpty();
		backup.stored();
		assertThat(backup.sent(RecoveryResponse.class)).hasSize(1);
		assertThat(backup.storage.promises().crashVector()).isEqualTo(CrashVector.of(0, 0, 1));
	}

	@Test
	void nothingThatWaitsIsSentAfterTheDiskHasFailed() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.sent.clear();
		backup.replica.stop(new Condition(Condition.STORAGE_ERROR, "The disk is full"));
		backup.stored();
		backup.pass(DurableReplica.TIMEOUT_NANOS);
		assertThat(backup.sent).isEmpty();
	}

	@Test
	void replicaWhoseDiskHangsStopsAndSaysWhatToDo() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.pass(LIMIT_NANOS);
		assertThat(backup.report().status()).isNotEqualTo(Status.STOPPED);
		backup.pass(1);
		assertThat(backup.report().condition()).isNotNull().satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.STORAGE_ERROR);
			assertThat(condition.message()).contains("30 s").contains("vr.storage.directory").contains("restart");
		});
		backup.sent.clear();
		backup.stored();
		assertThat(backup.sent).isEmpty();
	}

	@Test
	void diskThatIsSlowAndGoesOnIsWaitedFor() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.prepare(0, FIRST.viewstamp(), SECOND);
		backup.pass(LIMIT_NANOS);
		backup.stored();
		backup.pass(LIMIT_NANOS);
		backup.stored();
		backup.pass(2 * LIMIT_NANOS);
		assertThat(backup.report().status()).isNotEqualTo(Status.STOPPED);
	}

	@Test
	void timeInWhichTheReplicaDidNotRunDoesNotCountForItsDisk() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		backup.prepare(0, Viewstamp.ZERO, FIRST);
		backup.sleep(2 * LIMIT_NANOS);
		backup.replica.onGap();
		backup.pass(LIMIT_NANOS);
		assertThat(backup.report().status()).isNotEqualTo(Status.STOPPED);
	}

	@Test
	void replicaWhoseDiskIsTooSlowForTheGroupStopsBeforeMemoryIsFull() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		byte[] payload = new byte[1 << 20];
		Viewstamp parent = Viewstamp.ZERO;
		for (int op = 1; op <= DiskWatch.MAX_WAITING_BYTES >> 20; op++) {
			Entry entry = new Entry(0, 0, op, op, Operation.ACKNOWLEDGE, new UUID(1, op), 0, 0, 0, payload);
			backup.prepare(0, parent, entry);
			parent = entry.viewstamp();
		}
		assertThat(backup.report().status()).isNotEqualTo(Status.STOPPED);
		backup.pass(1);
		assertThat(backup.report().condition()).isNotNull().satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.STORAGE_ERROR);
			assertThat(condition.message()).contains("256 MB");
		});
	}

	@Test
	void primaryWhoseDiskHangsVotesToLeaveItsViewAndFallsSilent() {
		DurableReplica primary = startViewOne(DurableReplica.restarted(1, 3, 0, 0, 0));
		primary.storedAll();
		primary.register(new UUID(9, 9));
		primary.prepareOk(1, 0, 1);
		primary.prepareOk(1, 2, 1);
		assertThat(primary.report().commitNumber()).isOne();
		for (int beat = 0; beat < 20; beat++) {
			primary.pass(DurableReplica.TIMEOUT_NANOS / 10);
			primary.receive(new Pong(DurableReplica.header(1, 0), 0));
			primary.receive(new Pong(DurableReplica.header(1, 2), 0));
		}
		assertThat(primary.sent(StartViewChange.class)).noneMatch((message) -> !message.entered());
		primary.pass(1);
		assertThat(primary.sent(StartViewChange.class))
			.anyMatch((message) -> !message.entered() && message.header().view() == 1);
		primary.sent.clear();
		primary.pass(DurableReplica.TIMEOUT_NANOS / 5);
		assertThat(primary.sent(Commit.class)).isEmpty();
	}

	@Test
	void groupOfOneRepliesWhenItsDiskHasTheEntry() {
		DurableReplica alone = new DurableReplica(0, 1, new ScriptedStorage());
		alone.replica.flush();
		assertThat(alone.storage.calls).containsExactly("promise 0/0", "flush");
		alone.register(new UUID(9, 9));
		alone.stored();
		assertThat(alone.replies).isEmpty();
		alone.stored();
		assertThat(alone.replies).singleElement().isInstanceOf(Reply.class);
	}

	@Test
	void groupOfOneRepliesWhenItsDiskWasFasterThanItsFlush() {
		DurableReplica alone = new DurableReplica(0, 1, new ScriptedStorage());
		alone.storedAll();
		alone.takeRegistration(new UUID(9, 9));
		alone.storedAhead();
		assertThat(alone.replies).singleElement().isInstanceOf(Reply.class);
	}

	@Test
	void promiseGoesWhenTheDiskWasFasterThanItsFlush() {
		DurableReplica member = DurableReplica.restarted(2, 3, 0, 0, 0);
		member.replica.onMessage(new StartViewChange(DurableReplica.header(1, 0), true));
		member.storedAhead();
		assertThat(member.sent(DoViewChange.class)).hasSize(1);
	}

	@Test
	void memberThatIsAloneWaitsForItsDiskInItsView() {
		DurableReplica alone = new DurableReplica(0, 1, new ScriptedStorage());
		alone.storedAll();
		alone.register(new UUID(9, 9));
		alone.pass(10 * DurableReplica.TIMEOUT_NANOS);
		assertThat(alone.report().view()).isZero();
		alone.storedAll();
		assertThat(alone.replies).singleElement().isInstanceOf(Reply.class);
	}

	@Test
	void commitNumberIsToldWithTheNextWrite() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0, FIRST);
		backup.receive(new Commit(DurableReplica.header(0, 0), 1, 1));
		assertThat(backup.storage.calls).isEmpty();
		backup.prepare(0, FIRST.viewstamp(), SECOND);
		backup.stored();
		assertThat(backup.crash().report().commitNumber()).isOne();
	}

	private static DurableReplica startViewOne(DurableReplica primary) {
		return startViewOne(primary, 3, 2, new History(List.of()));
	}

	/** Member 1 enters view 1 with another member. */
	private static DurableReplica startViewOne(DurableReplica primary, int size, int with, History history) {
		assertThat(DurableReplica.configuration(size).primary(1)).isOne();
		primary.doViewChange(1, with, 0, history);
		return primary;
	}

}
