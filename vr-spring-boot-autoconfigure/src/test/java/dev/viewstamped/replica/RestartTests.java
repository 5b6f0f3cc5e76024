package dev.viewstamped.replica;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Standing;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a replica does with what an earlier process has left on its disk.
 */
class RestartTests {

	private static final Entry FIRST = DurableReplica.entry(0, 1);

	private static final Entry SECOND = DurableReplica.entry(0, 2);

	@Test
	void backupGoesOnInItsView() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 3, 3, 1, FIRST, SECOND);
		backup.replica.flush();
		ReplicaReport report = backup.report();
		assertThat(report.status()).isEqualTo(Status.NORMAL);
		assertThat(report.view()).isEqualTo(3);
		assertThat(report.groupId()).isEqualTo(DurableReplica.GROUP);
		assertThat(report.opNumber()).isEqualTo(2);
		assertThat(report.executedNumber()).isOne();
		assertThat(backup.sent(PrepareOk.class)).extracting(PrepareOk::opNumber).containsExactly(2L);
		assertThat(backup.storage.calls).isEmpty();
	}

	@Test
	void memberIsNotTakenForANewOne() {
		DurableReplica backup = DurableReplica.restarted(1, 3, 0, 0, 0);
		assertThat(backup.sent(Hello.class)).isEmpty();
		backup.receive(new Hello(DurableReplica.header(0, 2), new UUID(2, 2), new UUID(3, 3)));
		assertThat(backup.sent(HelloResponse.class)).singleElement()
			.extracting(HelloResponse::standing)
			.isEqualTo(Standing.FORMED);
	}

	@Test
	void formerPrimaryEndsItsView() {
		DurableReplica primary = DurableReplica.restarted(0, 3, 3, 3, 1, FIRST, SECOND);
		primary.replica.flush();
		assertThat(primary.report().status()).isEqualTo(Status.VIEW_CHANGE);
		assertThat(primary.report().view()).isEqualTo(4);
		assertThat(primary.sent).noneMatch((message) -> message.header().view() == 3);
		assertThat(primary.sent(DoViewChange.class)).isEmpty();
		primary.storedAll();
		assertThat(primary.sent(StartViewChange.class)).hasSize(2)
			.allMatch((message) -> message.entered() && message.header().view() == 4);
		assertThat(primary.sent(DoViewChange.class)).singleElement().satisfies((message) -> {
			assertThat(message.lastNormalView()).isEqualTo(3);
			assertThat(message.history().opNumber()).isEqualTo(2);
		});
	}

	@Test
	void formerPrimaryServesItsOldViewNoMoreThoughOthersAreInIt() {
		DurableReplica primary = DurableReplica.restarted(0, 3, 3, 3, 0);
		primary.storedAll();
		primary.prepareOk(3, 1, 0);
		primary.receive(new ConfirmViewOk(DurableReplica.header(3, 1), 1));
		primary.startViewChange(3, 1);
		primary.register(new UUID(9, 9));
		primary.pass(DurableReplica.TIMEOUT_NANOS / 2);
		primary.storedAll();
		assertThat(primary.sent(Prepare.class)).isEmpty();
		assertThat(primary.sent(Commit.class)).isEmpty();
		assertThat(primary.sent(StartView.class)).isEmpty();
		assertThat(primary.report().view()).isEqualTo(4);
	}

	@Test
	void formerPrimaryThatRestartsAgainBeforeItsDiskKnowsEndsTheSameView() {
		DurableReplica again = DurableReplica.restarted(0, 3, 3, 3, 0).crash();
		assertThat(again.report().view()).isEqualTo(4);
	}

	@Test
	void viewChangeGoesOnWithTheSameDoViewChange() {
		DurableReplica member = DurableReplica.restarted(2, 3, 0, 0, 1, FIRST);
		member.prepare(0, FIRST.viewstamp(), SECOND);
		member.startViewChange(1, 0);
		member.storedAll();
		DoViewChange before = member.sent(DoViewChange.class).get(0);
		DurableReplica restarted = member.crash();
		restarted.replica.flush();
		assertThat(restarted.report().status()).isEqualTo(Status.VIEW_CHANGE);
		assertThat(restarted.sent(DoViewChange.class)).containsExactly(before);
		assertThat(restarted.storage.calls).isEmpty();
	}

	@Test
	void viewWhoseDoViewChangeWasNotSentMayBeForgotten() {
		DurableReplica member = DurableReplica.restarted(2, 3, 0, 0, 0, FIRST);
		member.startViewChange(1, 0);
		assertThat(member.sent(DoViewChange.class)).isEmpty();
		assertThat(member.crash().report().view()).isZero();
	}

	@Test
	void primaryOfAViewThatItHadNotStartedMayStartIt() {
		DurableReplica primary = DurableReplica.restarted(1, 3, 1, 0, 0, FIRST);
		assertThat(primary.report().status()).isEqualTo(Status.VIEW_CHANGE);
		assertThat(primary.report().view()).isOne();
		primary.doViewChange(1, 2, 0, History.EMPTY);
		primary.storedAll();
		assertThat(primary.report().role()).isEqualTo(Role.PRIMARY);
		assertThat(primary.sent(StartView.class)).hasSize(2).allMatch((message) -> message.history().opNumber() == 1);
	}

	@Test
	void viewThatWasStartedInMemoryOnlyIsToldToNobody() {
		DurableReplica primary = DurableReplica.restarted(1, 3, 0, 0, 0, FIRST);
		primary.doViewChange(1, 2, 0, History.EMPTY);
		primary.register(new UUID(9, 9));
		assertThat(primary.report().role()).isEqualTo(Role.PRIMARY);
		assertThat(primary.sent(StartView.class)).isEmpty();
		assertThat(primary.sent(Prepare.class)).isEmpty();
		DurableReplica restarted = primary.crash();
		assertThat(restarted.report().view()).isZero();
		assertThat(restarted.report().opNumber()).isOne();
	}

	@Test
	void groupOfOneServesAgainWhenItsNextViewIsDurable() {
		DurableReplica alone = DurableReplica.restarted(0, 1, 4, 4, 1, FIRST, SECOND);
		alone.replica.flush();
		assertThat(alone.report().role()).isEqualTo(Role.PRIMARY);
		assertThat(alone.report().view()).isEqualTo(5);
		assertThat(alone.report().commitNumber()).isOne();
		alone.register(SECOND.client());
		assertThat(alone.replies).isEmpty();
		alone.storedAll();
		assertThat(alone.report().commitNumber()).isEqualTo(2);
		assertThat(alone.report().executedNumber()).isEqualTo(2);
		alone.register(SECOND.client());
		assertThat(alone.report().opNumber()).isEqualTo(2);
		assertThat(alone.replies).isNotEmpty();
	}

	@Test
	void groupOfTwoServesAgainWhenBothAreBack() {
		DurableReplica first = DurableReplica.restarted(0, 2, 2, 2, 0, FIRST);
		DurableReplica second = DurableReplica.restarted(1, 2, 2, 2, 0, FIRST);
		first.replica.flush();
		first.storedAll();
		first.sent(StartViewChange.class).forEach(second::receive);
		first.sent(DoViewChange.class).forEach(second::receive);
		second.storedAll();
		assertThat(second.report().role()).isEqualTo(Role.PRIMARY);
		assertThat(second.report().view()).isEqualTo(3);
		second.sent(StartView.class).forEach(first::receive);
		assertThat(first.report().role()).isEqualTo(Role.BACKUP);
		assertThat(first.sent(PrepareOk.class)).isEmpty();
		first.storedAll();
		first.sent(PrepareOk.class).forEach(second::receive);
		assertThat(second.report().commitNumber()).isOne();
	}

	@Test
	void timeDoesNotGoBackWithTheClock() {
		Entry late = new Entry(0, 0, 1, 1_000_000, FIRST.operation(), FIRST.client(), 0, 0, 0, FIRST.payload());
		DurableReplica alone = DurableReplica.restarted(0, 1, 0, 0, 0, late);
		alone.register(new UUID(9, 9));
		alone.storedAll();
		assertThat(alone.report().executedNumber()).isEqualTo(2);
	}

	@Test
	void requestThatIsInTheLogIsNotAppendedAgain() {
		DurableReplica primary = DurableReplica.restarted(1, 3, 1, 0, 0, FIRST);
		primary.doViewChange(1, 2, 0, History.EMPTY);
		primary.register(FIRST.client());
		assertThat(primary.report().opNumber()).isOne();
	}

	@Test
	void diskOfAnotherSetOfMembersIsNotUsed() {
		Promises promises = DurableReplica.promises(5, 0, 0, 0);
		DurableReplica member = new DurableReplica(1, 3,
				new ScriptedStorage(new StoredState(promises, null, List.of())));
		assertThat(member.report().status()).isEqualTo(Status.STOPPED);
		assertThat(member.report().condition()).isNotNull()
			.satisfies((condition) -> assertThat(condition.message()).contains("[0, 1, 2, 3, 4]", "[0, 1, 2]"));
	}

	@Test
	void viewstampOfASilentlyLostEntryIsNotGivenTwice() {
		DurableReplica primary = DurableReplica.restarted(1, 3, 0, 0, 0);
		primary.doViewChange(1, 2, 0, History.EMPTY);
		primary.storedAll();
		primary.register(new UUID(9, 9));
		Prepare sent = primary.sent(Prepare.class).get(0);
		assertThat(sent.entries()).extracting(Entry::viewstamp).containsExactly(new Viewstamp(0, 1, 1));
		DurableReplica restarted = primary.crash();
		assertThat(restarted.report().view()).isEqualTo(2);
		assertThat(restarted.report().opNumber()).isZero();
	}

}
