package dev.viewstamped.replica;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.MemberProgress;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Refused;

import static dev.viewstamped.replica.ChangingGroup.addresses;
import static org.assertj.core.api.Assertions.assertThat;

class ReconfigurationTests {

	private static final List<String> FIVE = addresses(0, 1, 2, 3, 4);

	private final ChangingGroup group = ChangingGroup.ofThree();

	@Test
	void groupOfThreeBecomesOneOfFive() {
		this.group.warmStandbys(3, 4);
		this.group.write(10);
		OperatorReply reply = this.group.change(0, 0, FIVE);
		assertThat(reply.outcome()).isEqualTo(Outcome.ACCEPTED);
		assertThat(reply.message()).isEqualTo("The members of epoch 1 are h0:1,h1:1,h2:1,h3:1,h4:1.");
		this.group.runUntil(() -> allIn(1, 0, 1, 2, 3, 4));
		this.group.write(10);
		for (int id = 0; id < 5; id++) {
			int member = id;
			this.group.runUntil(() -> this.group.hasCaughtUp(member));
			assertThat(this.group.contents(id)).isEqualTo(this.group.contents(0));
			assertThat(this.group.report(id).configuration().members()).extracting(Member::address)
				.containsExactlyElementsOf(FIVE);
			assertThat(this.group.report(id).standbys()).isEmpty();
		}
		this.group.runUntil(() -> this.group.report(0).change().phase() == Phase.COMPLETE);
	}

	@Test
	void groupIsReplacedCompletely() {
		this.group.warmStandbys(3, 4, 5);
		this.group.write(20);
		this.group.complete(0, addresses(3, 4, 5));
		this.group.runUntil(() -> this.group.report(0).status() == Status.RETIRED
				&& this.group.report(1).status() == Status.RETIRED && this.group.report(2).status() == Status.RETIRED);
		for (int id = 0; id < 3; id++) {
			assertThat(this.group.locate(id).location().membership().configuration().members())
				.extracting(Member::address)
				.containsExactlyElementsOf(addresses(3, 4, 5));
			this.group.crash(id);
		}
		this.group.write(5);
		this.group.runUntil(() -> this.group.hasCaughtUp(4));
		assertThat(this.group.contents(4)).isEqualTo(this.group.contents(3)).hasSize(10);
	}

	@Test
	void nobodyWaitsForATimeout() {
		this.group.warmStandbys(3, 4);
		this.group.write(5);
		long begun = this.group.nowNanos();
		this.group.beginChange(0, 0, addresses(1, 3, 4));
		this.group.runUntil(() -> this.group.hasPrimaryIn(1));
		this.group.write(1);
		assertThat(this.group.nowNanos() - begun).isLessThan(ChangingGroup.TIMEOUT_NANOS / 4);
	}

	@Test
	void standbyThatIsNotNamedFollowsIntoTheNextEpoch() {
		this.group.warmStandbys(3, 4);
		this.group.complete(0, addresses(0, 1, 2, 3));
		this.group.write(5);
		this.group.runUntil(() -> this.group.hasCaughtUp(4));
		assertThat(this.group.report(4).role()).isEqualTo(Role.NONE);
		assertThat(this.group.epoch(4)).isOne();
		this.group.complete(1, FIVE);
		this.group.runUntil(() -> this.group.hasCaughtUp(4) && this.group.isNormal(4));
	}

	@Test
	void standbyThatMissedTheEndOfAnEpochFollowsLater() {
		this.group.warmStandbys(3, 4);
		this.group.isolate(4);
		this.group.complete(0, addresses(0, 1, 2, 3));
		this.group.write(5);
		this.group.heal();
		this.group.runUntil(() -> this.group.epoch(4) == 1 && this.group.hasCaughtUp(4));
		assertThat(this.group.contents(4)).isEqualTo(this.group.contents(0));
	}

	@Test
	void memberToBeThatRestartsMeanwhileRecovers() {
		this.group.warmStandbys(3);
		this.group.letPass((from, to, message) -> to != 0 || !(message instanceof PrepareOk));
		this.group.beginChange(0, 0, addresses(0, 1, 2, 3));
		this.group.run(5_000_000);
		this.group.crash(3);
		this.group.heal();
		this.group.runUntil(() -> allIn(1, 0, 1, 2));
		this.group.restart(3, 0);
		this.group.runUntil(() -> allIn(1, 3) && this.group.hasCaughtUp(3));
		assertThat(this.group.report(3).role()).isEqualTo(Role.BACKUP);
	}

	@Test
	void idsAreNeverUsedAgain() {
		this.group.warmStandbys(3, 4);
		this.group.complete(0, FIVE);
		this.group.complete(1, addresses(2, 3, 4));
		this.group.crash(0);
		this.group.crash(1);
		assertThat(this.group.join(5, this.group.primary())).isEqualTo(5);
		assertThat(this.group.join(6, this.group.primary())).isEqualTo(6);
		this.group.complete(2, addresses(2, 3, 4, 5, 6));
		assertThat(this.group.report(5).configuration().members()).extracting(Member::memberId)
			.containsExactly(2, 3, 4, 5, 6);
	}

	@Test
	void requestAtABackupOrStandbyIsHandedOn() {
		this.group.warmStandbys(3);
		assertThat(this.group.change(1, 7, FIVE).outcome()).isEqualTo(Outcome.CONFLICT);
		assertThat(this.group.change(3, 7, FIVE).outcome()).isEqualTo(Outcome.CONFLICT);
	}

	@Test
	void deadMembersCanBeDropped() {
		this.group.warmStandbys(3, 4);
		this.group.complete(0, FIVE);
		this.group.crash(1);
		this.group.crash(2);
		this.group.run(2 * ChangingGroup.TIMEOUT_NANOS);
		this.group.complete(1, addresses(0, 3, 4));
		this.group.write(3);
	}

	@Test
	void memberToBeIsWarmedBeforeTheGroupStops() {
		this.group.warmStandbys(3);
		this.group.letPass((from, to, message) -> from != 3 || !(message instanceof PrepareOk));
		this.group.write(ChangingGroup.MAX_IN_FLIGHT + 10);
		long number = this.group.beginChange(0, 0, addresses(0, 1, 2, 3));
		this.group.run(2 * ChangingGroup.TIMEOUT_NANOS);
		GroupChange change = this.group.report(0).change();
		assertThat(change.phase()).isEqualTo(Phase.WARMING);
		assertThat(change.waitingFor()).startsWith("the standby at h3:1, which lacks");
		assertThat(change.members()).extracting(MemberProgress::state)
			.containsExactly("member", "member", "member", "warming");
		this.group.write(3);
		this.group.heal();
		assertThat(this.group.await(number).outcome()).isEqualTo(Outcome.ACCEPTED);
		this.group.runUntil(() -> allIn(1, 0, 1, 2, 3));
	}

	@Test
	void nothingIsTakenNorReadOnceTheChangeIsInTheLog() {
		this.group.warmStandbys(3, 4);
		this.group.query(0);
		this.group.letPass((from, to, message) -> to != 0 || !(message instanceof PrepareOk));
		long number = this.group.beginChange(0, 0, FIVE);
		this.group.run(3_000_000);
		long end = this.group.report(0).opNumber();
		assertThat(this.group.report(0).change().phase()).isEqualTo(Phase.COMMITTING);
		this.group.begin(0);
		this.group.begin(1);
		this.group.query(0);
		this.group.run(5_000_000);
		assertThat(this.group.report(0).opNumber()).isEqualTo(end);
		Refused refused = Objects.requireNonNull(this.group.latest(Refused.class));
		assertThat(refused.reason()).isEqualTo(Refused.Reason.NO_PRIMARY);
		assertThat(this.group.latest(QueryRefused.class)).isNotNull();
		OperatorReply other = this.group.change(0, 0, addresses(0, 1, 3));
		assertThat(other.outcome()).isEqualTo(Outcome.CONFLICT);
		assertThat(other.message()).isEqualTo("A change to the members h0:1,h1:1,h2:1,h3:1,h4:1 is under way: it is "
				+ "in the log, and not yet known to be committed. Wait until it is complete.");
		this.group.heal();
		assertThat(this.group.await(number).opNumber()).isEqualTo(end);
	}

	@Test
	void readThatWaitsForItsViewIsRefusedWhenTheChangeIsInTheLog() {
		this.group.warmStandbys(3, 4);
		this.group.letPass((from, to, message) -> to != 0 || !(message instanceof ConfirmViewOk));
		this.group.query(0);
		this.group.run(5_000_000);
		assertThat(this.group.change(0, 0, FIVE).outcome()).isEqualTo(Outcome.ACCEPTED);
		assertThat(this.group.latest(QueryRefused.class)).isNotNull();
		assertThat(this.group.latest(QueryReply.class)).isNull();
	}

	@Test
	void newPrimaryFinishesTheChangeInItsLogAndTakesNothingElse() {
		this.group.warmStandbys(3, 4);
		this.group.letPass((from, to, message) -> to != 0 || !(message instanceof PrepareOk));
		this.group.beginChange(0, 0, FIVE);
		this.group.run(5_000_000);
		this.group.crash(0);
		this.group.runUntil(() -> this.group.report(1).role() == Role.PRIMARY || this.group.epoch(1) == 1);
		this.group.heal();
		long number = this.group.beginChange(1, 0, FIVE);
		assertThat(this.group.await(number).outcome()).isIn(Outcome.ACCEPTED, Outcome.NO_PRIMARY);
		this.group.runUntil(() -> allIn(1, 1, 2, 3, 4));
		this.group.runUntil(() -> this.group.hasPrimaryIn(1));
		assertThat(this.group.change(this.group.primary(), 0, FIVE).outcome()).isEqualTo(Outcome.ACCEPTED);
		this.group.write(2);
	}

	@Test
	void waitingOperatorIsToldWhenThePrimaryIsNoMore() {
		this.group.warmStandbys(3);
		this.group.letPass((from, to, message) -> from != 3 || !(message instanceof PrepareOk));
		this.group.write(ChangingGroup.MAX_IN_FLIGHT + 10);
		long number = this.group.beginChange(0, 0, addresses(0, 1, 2, 3));
		assertThat(this.group.command(0, OperatorCommand.HAND_OVER).outcome()).isEqualTo(Outcome.ACCEPTED);
		assertThat(this.group.await(number).outcome()).isEqualTo(Outcome.NO_PRIMARY);
	}

	@Test
	void requestRepeatedAfterItTookEffectIsAcceptedWithTheSameOp() {
		this.group.warmStandbys(3, 4);
		OperatorReply first = this.group.change(0, 0, FIVE);
		this.group.runUntil(() -> allIn(1, 0, 1, 2, 3, 4));
		OperatorReply again = this.group.change(this.group.primary(), 0, addresses(4, 3, 2, 1, 0));
		assertThat(again.outcome()).isEqualTo(Outcome.ACCEPTED);
		assertThat(again.opNumber()).isEqualTo(first.opNumber()).isPositive();
		assertThat(this.group.change(this.group.primary(), 0, addresses(0, 1, 3)).outcome())
			.isEqualTo(Outcome.CONFLICT);
	}

	@Test
	void nextChangeWaitsUntilTheLastOneIsComplete() {
		this.group.warmStandbys(3, 4);
		// Of the new epoch nothing is committed
		this.group.letPass((from, to, message) -> !(message instanceof PrepareOk) || message.header().epoch() == 0);
		this.group.change(0, 0, FIVE);
		this.group.runUntil(() -> allIn(1, 0, 1, 2, 3, 4));
		OperatorReply reply = this.group.change(0, 1, addresses(0, 1, 2));
		assertThat(reply.outcome()).isEqualTo(Outcome.CONFLICT);
		assertThat(reply.message())
			.isEqualTo("The change to epoch 1 is not complete: it is not yet shown that a quorum "
					+ "of h0:1,h1:1,h2:1,h3:1,h4:1 is normal. Wait until it is.");
		assertThat(reply.change().phase()).isEqualTo(Phase.TRANSITIONING);
		this.group.heal();
		this.group.runUntil(() -> this.group.report(0).change().phase() == Phase.COMPLETE);
		assertThat(this.group.change(0, 1, addresses(0, 1, 2)).outcome()).isEqualTo(Outcome.ACCEPTED);
	}

	@Test
	void reportChangesNothing() {
		OperatorReply reply = this.group.command(1, OperatorCommand.REPORT);
		assertThat(reply.outcome()).isEqualTo(Outcome.ACCEPTED);
		assertThat(reply.change().phase()).isEqualTo(Phase.NONE);
		assertThat(reply.change().members()).extracting(MemberProgress::address)
			.containsExactlyElementsOf(addresses(0, 1, 2));
	}

	private boolean allIn(long epoch, int... ids) {
		for (int id : ids) {
			if (this.group.epoch(id) != epoch || !this.group.isNormal(id)) {
				return false;
			}
		}
		return true;
	}

}
