package dev.viewstamped.replica;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.History.Run;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartViewChange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of durable replicas that crash while they go from one epoch to the next: members
 * 0, 1 and 2 become 0, 1 and 3 with op 2.
 */
class EpochRestartTests {

	private static final Configuration OLD = DurableReplica.configuration(3);

	private static final Configuration NEXT = new Configuration(1,
			List.of(new Member(0, "member0"), new Member(1, "member1"), new Member(3, "member3")));

	private static final Entry FIRST = DurableReplica.entry(0, 1);

	private static final Entry CHANGE = new Entry(0, 0, 2, 2, Operation.RECONFIGURE, MembershipPayload.PRIMARY, 0, 0, 0,
			new MembershipPayload.Change(NEXT, List.of(0L, 0L, 0L), OLD).encode());

	private static final Viewstamp START = new Viewstamp(0, 0, 2);

	private static final Membership MEMBERSHIP = new Membership(NEXT, List.of(0L, 0L, 0L), OLD, START, List.of(), 4, 0);

	@Test
	void backupSaysNothingOfTheEpochBeforeItIsDurable() {
		DurableReplica backup = switching(1);
		assertThat(backup.report().configuration()).isEqualTo(NEXT);
		assertThat(backup.sent(EpochStarted.class)).isEmpty();
		backup.storedAll();
		assertThat(backup.sent(EpochStarted.class)).isNotEmpty();
	}

	@Test
	void backupThatCrashesInTheMiddleIsInTheOldEpochAndLearnsAgain() {
		DurableReplica restarted = switching(1).crash();
		assertThat(restarted.report().configuration()).isEqualTo(OLD);
		assertThat(restarted.report().opNumber()).isEqualTo(2);
		execute(restarted, startEpoch(0));
		assertThat(restarted.report().configuration()).isEqualTo(NEXT);
		assertThat(restarted.report().status()).isEqualTo(Status.NORMAL);
		restarted.storedAll();
		assertThat(restarted.sent(EpochStarted.class)).isNotEmpty();
	}

	@Test
	void backupThatCrashesAfterwardsIsInTheNewEpochAgain() {
		DurableReplica backup = switching(1);
		backup.storedAll();
		DurableReplica restarted = backup.crash();
		assertThat(restarted.report().configuration()).isEqualTo(NEXT);
		assertThat(restarted.report().oldConfiguration()).isEqualTo(OLD);
		assertThat(restarted.report().status()).isEqualTo(Status.NORMAL);
		assertThat(restarted.report().view()).isZero();
		restarted.receive(new StartEpoch(header(1, 0, 2), MEMBERSHIP, history()));
		restarted.storedAll();
		assertThat(restarted.sent(EpochStarted.class)).isNotEmpty();
	}

	@Test
	void primaryOfTheNewEpochThatCrashesNeverServesItsFirstViewAgain() {
		DurableReplica primary = DurableReplica.restarted(0, 3, 3, 0, 0, FIRST, CHANGE);
		execute(primary, startEpoch(1));
		assertThat(primary.report().role()).isEqualTo(Role.PRIMARY);
		assertThat(primary.sent(Prepare.class)).isEmpty();
		primary.storedAll();
		assertThat(primary.sent(Prepare.class)).isNotEmpty();
		DurableReplica restarted = primary.crash();
		assertThat(restarted.report().configuration()).isEqualTo(NEXT);
		assertThat(restarted.report().view()).isEqualTo(1);
		assertThat(restarted.report().status()).isEqualTo(Status.VIEW_CHANGE);
		assertThat(restarted.sent(StartViewChange.class)).isEmpty();
		restarted.pass(1);
		restarted.storedAll();
		assertThat(restarted.sent(StartViewChange.class)).isNotEmpty();
	}

	@Test
	void primaryWhoseSwitchWasNotDurableMayServeTheFirstView() {
		DurableReplica primary = DurableReplica.restarted(0, 3, 3, 0, 0, FIRST, CHANGE);
		execute(primary, startEpoch(1));
		assertThat(primary.sent(Prepare.class)).isEmpty();
		DurableReplica restarted = primary.crash();
		assertThat(restarted.report().configuration()).isEqualTo(OLD);
		restarted.receive(startEpoch(1));
		assertThat(restarted.report().role()).isEqualTo(Role.PRIMARY);
	}

	@Test
	void replacedReplicaThatCrashesStaysOut() {
		DurableReplica replaced = switching(2);
		assertThat(replaced.report().status()).isEqualTo(Status.TRANSITIONING);
		replaced.storedAll();
		DurableReplica restarted = replaced.crash();
		assertThat(restarted.report().status()).isEqualTo(Status.TRANSITIONING);
		assertThat(restarted.report().configuration()).isEqualTo(NEXT);
		for (int from : new int[] { 0, 3 }) {
			restarted.receive(new EpochStarted(header(1, 0, from), true));
		}
		assertThat(restarted.report().status()).isEqualTo(Status.RETIRED);
	}

	@Test
	void replicaBehindWritesLogAndEpochTogether() {
		DurableReplica behind = DurableReplica.restarted(1, 3, 0, 0, 0, FIRST);
		behind.receive(startEpoch(0));
		assertThat(behind.report().status()).isEqualTo(Status.TRANSITIONING);
		assertThat(behind.crash().report().configuration()).isEqualTo(OLD);
		behind.receive(new NewState(header(1, 0, 0), FIRST.viewstamp(), List.of(CHANGE), 2));
		assertThat(behind.report().configuration()).isEqualTo(NEXT);
		assertThat(behind.sent(EpochStarted.class)).isEmpty();
		assertThat(behind.crash().report().opNumber()).isEqualTo(1);
		behind.storedAll();
		assertThat(behind.sent(EpochStarted.class)).isNotEmpty();
		assertThat(behind.crash().report().configuration()).isEqualTo(NEXT);
	}

	@Test
	void acknowledgementOfTheOldEpochIsNotSentInTheNewOne() {
		DurableReplica backup = switching(1);
		backup.sent(PrepareOk.class);
		backup.storedAll();
		assertThat(backup.sent(PrepareOk.class)).allSatisfy((sent) -> assertThat(sent.header().epoch()).isOne());
	}

	/** A member that has executed the change, which is not durable yet. */
	/**
	 * A member that has restarted knows no more of the log than where the epoch began.
	 */
	@Test
	void historyThatTellsMoreReplacesOneThatBeginsTooLate() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.warmStandbys(3, 4);
		group.isolate(2);
		group.write(20);
		group.beginChange(0, 0, ChangingGroup.addresses(0, 1, 2, 3, 4));
		group.runUntil(() -> group.hasPrimaryIn(1));
		Membership later = group.locate(0).location().membership();
		group.replica(2)
			.onMessage(new StartEpoch(new Header(group.report(0).groupId(), 1, 0, 1, 0), later,
					new History(later.epochStart(), List.of())));
		assertThat(group.report(2).status()).isEqualTo(Status.TRANSITIONING);
		group.heal();
		group.runUntil(() -> group.hasCaughtUp(2) && group.epoch(2) == 1);
		assertThat(group.contents(2)).isEqualTo(group.contents(0));
	}

	private static DurableReplica switching(int memberId) {
		DurableReplica replica = DurableReplica.restarted(memberId, 3, 0, 0, 0, FIRST);
		replica.prepare(0, FIRST.viewstamp(), CHANGE);
		replica.storedAll();
		execute(replica, new Commit(DurableReplica.header(0, 0), 2, 2));
		return replica;
	}

	private static void execute(DurableReplica replica, PeerMessage message) {
		replica.replica.onMessage(message);
		assertThat(replica.replica.flush()).isTrue();
		assertThat(replica.replica.flush()).isFalse();
	}

	private static StartEpoch startEpoch(int from) {
		return new StartEpoch(header(1, 0, from), MEMBERSHIP, history());
	}

	private static Header header(long epoch, long view, int from) {
		return new Header(DurableReplica.GROUP, epoch, view, from, 0);
	}

	private static History history() {
		return new History(List.of(new Run(0, 0, 2)));
	}

}
