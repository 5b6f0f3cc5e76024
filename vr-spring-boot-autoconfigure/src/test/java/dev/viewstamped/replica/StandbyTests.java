package dev.viewstamped.replica;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Standby;
import dev.viewstamped.message.StartEpoch;

import static org.assertj.core.api.Assertions.assertThat;

class StandbyTests {

	private final ChangingGroup group = ChangingGroup.ofThree();

	@Test
	void standbyTakesTheStateAndFollowsIt() {
		this.group.write(20);
		assertThat(this.group.join(3, 0)).isEqualTo(3);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		this.group.write(5);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		assertThat(this.group.contents(3)).isEqualTo(this.group.contents(0)).isNotEmpty();
		ReplicaReport report = this.group.report(3);
		assertThat(report.role()).isEqualTo(Role.NONE);
		assertThat(report.status()).isEqualTo(Status.RECOVERING);
		assertThat(report.available()).isFalse();
		Condition condition = Objects.requireNonNull(report.condition());
		assertThat(condition.code()).isEqualTo(Condition.STATE_TRANSFER);
		assertThat(condition.message()).isEqualTo("Standby with id 3 of epoch 0, 0 ops behind. It follows the "
				+ "group without a vote. To make it a member, name its address among the members of the group "
				+ "(POST /actuator/vr/reconfiguration).");
	}

	@Test
	void standbyTakesACheckpointWhereTheLogIsGone() {
		ChangingGroup checkpointed = new ChangingGroup(3,
				new CheckpointOptions(20, Long.MAX_VALUE, 0, 0, 0, 1 << 16, 1L << 30))
			.formed();
		checkpointed.write(100);
		checkpointed.join(3, 1);
		checkpointed.runUntil(() -> checkpointed.hasCaughtUp(3));
		assertThat(checkpointed.report(3).firstOpNumber()).isGreaterThan(1);
		assertThat(checkpointed.contents(3)).isEqualTo(checkpointed.contents(0));
		assertThat(checkpointed.report(3).standbys()).hasSize(1);
	}

	@Test
	void joiningAgainIsJoiningOnce() {
		UUID boot = new UUID(3, 3);
		for (int i = 0; i < 20; i++) {
			this.group.send(i % 3, new Join(boot, "h3:1", boot));
			this.group.runTick();
		}
		this.group.runUntil(() -> this.group.latest(GroupFound.class) != null);
		this.group.run(ChangingGroup.TIMEOUT_NANOS);
		for (int id = 0; id < 3; id++) {
			Membership membership = this.group.locate(id).location().membership();
			assertThat(membership.standbys()).containsExactly(new Standby(3, "h3:1", boot, 0));
			assertThat(membership.nextMemberId()).isEqualTo(4);
		}
	}

	@Test
	void processAtTheAddressOfAMemberIsToldSo() {
		this.group.send(1, new Join(new UUID(3, 3), "h2:1", new UUID(3, 3)));
		GroupFound found = Objects.requireNonNull(this.group.latest(GroupFound.class));
		assertThat(found.location().membership().standbys()).isEmpty();
	}

	@Test
	void addressThatIsNoneIsNotAdmitted() {
		for (String address : List.of("", "nothing", "a b:1", "h:99999999", "x".repeat(400) + ":1")) {
			this.group.send(0, new Join(new UUID(3, 3), address, new UUID(3, 3)));
		}
		this.group.run(ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.report(0).standbys()).isEmpty();
	}

	@Test
	void furtherProcessAtTheAddressIsAFurtherLife() {
		assertThat(this.group.join(3, 0)).isEqualTo(3);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		this.group.crash(3);
		assertThat(this.group.join(3, 2)).isEqualTo(3);
		this.group.write(3);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		assertThat(this.group.report(0).standbys()).extracting(Standby::incarnation).containsExactly(1L);
		assertThat(this.group.join(4, 1)).isEqualTo(4);
	}

	@Test
	void processIsNotTakenForALaterOneWhileTheStandbyIsHeard() {
		this.group.join(3, 0);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		UUID stale = new UUID(9, 9);
		this.group.send(0, new Join(stale, "h3:1", stale));
		this.group.run(ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.report(0).standbys()).extracting(Standby::boot).doesNotContain(stale);
		assertThat(this.group.replica(3).relocation()).isNull();
	}

	@Test
	void standbyThatALaterEpochDoesNotListGivesUp() {
		this.group.join(3, 0);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		Membership known = this.group.locate(0).location().membership();
		Viewstamp end = new Viewstamp(0, 0, 50);
		Membership later = new Membership(new Configuration(1, known.configuration().members()), known.incarnations(),
				known.configuration(), end, List.of(), known.nextMemberId(), 0);
		this.group.replica(3)
			.onMessage(new StartEpoch(new Header(this.group.report(0).groupId(), 1, 0, 0, 0), later,
					new History(end, List.of())));
		assertThat(this.group.replica(3).relocation()).isNotNull();
	}

	@Test
	void standbyWhosePlaceIsTakenGivesUp() {
		this.group.join(3, 0);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		// Nobody hears it, but it hears
		this.group.letPass((from, to, message) -> from != 3);
		this.group.run(2 * ChangingGroup.TIMEOUT_NANOS);
		UUID later = new UUID(9, 9);
		this.group.send(0, new Join(later, "h3:1", later));
		this.group.runUntil(() -> this.group.replica(3).relocation() != null);
		assertThat(Objects.requireNonNull(this.group.replica(3).relocation()).membership().standbys())
			.extracting(Standby::boot)
			.containsExactly(later);
	}

	@Test
	void standbyThatHearsNobodyForLongGivesUp() {
		this.group.warmStandbys(3);
		this.group.isolate(3);
		this.group.run(20 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.replica(3).relocation()).isNull();
		this.group.run(20 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.replica(3).relocation()).isNotNull();
	}

	@Test
	void silentStandbyMakesRoomForANewcomer() {
		this.group.join(3, 0);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		for (int id = 4; id < 19; id++) {
			this.group.join(id, 0);
		}
		this.group.crash(7);
		this.group.run(2 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.join(19, 0)).isEqualTo(19);
		assertThat(this.group.report(0).standbys()).hasSize(16)
			.extracting(Standby::memberId)
			.contains(3, 19)
			.doesNotContain(7);
	}

	@Test
	void standbysDoNotCountForACommit() {
		this.group.warmStandbys(3, 4);
		this.group.crash(1);
		this.group.crash(2);
		long number = this.group.begin(0);
		this.group.run(3 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.replied(number)).isFalse();
		assertThat(this.group.report(0).commitNumber()).isLessThan(this.group.report(0).opNumber());
		assertThat(this.group.report(0).quorumReachable()).isEqualTo(1);
		assertThat(this.group.report(3).quorumReachable()).isEqualTo(1);
	}

	@Test
	void standbysTakeNoPartInAViewChange() {
		this.group.warmStandbys(3, 4);
		List<String> said = new java.util.ArrayList<>();
		this.group.letPass((from, to, message) -> {
			if (from > 2) {
				said.add(nameOf(message));
			}
			return true;
		});
		this.group.crash(0);
		this.group.crash(1);
		this.group.run(10 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.report(2).view()).isZero();
		assertThat(this.group.report(3).view()).isZero();
		assertThat(said).isNotEmpty()
			.doesNotContain("StartViewChange", "DoViewChange", "StartView", "ConfirmViewOk", "RecoveryResponse");
	}

	@Test
	void standbyFollowsToALaterView() {
		this.group.warmStandbys(3);
		this.group.crash(0);
		this.group.runUntil(() -> this.group.report(1).role() == Role.PRIMARY);
		this.group.write(3);
		this.group.runUntil(() -> this.group.hasCaughtUp(3));
		assertThat(this.group.report(3).view()).isEqualTo(1);
		assertThat(this.group.contents(3)).isEqualTo(this.group.contents(1));
	}

	@Test
	void standbyThatFetchesWhileViewsChangeGetsThere() {
		this.group.write(30);
		this.group.letPass((from, to, message) -> to != 3);
		this.group.join(3, 1);
		this.group.run(ChangingGroup.TIMEOUT_NANOS);
		this.group.crash(0);
		this.group.heal();
		this.group.runUntil(() -> this.group.report(1).role() == Role.PRIMARY && this.group.hasCaughtUp(3));
		assertThat(this.group.contents(3)).isEqualTo(this.group.contents(1));
	}

	@Test
	void standbyHandsRequestsOn() {
		this.group.warmStandbys(3);
		long number = this.group.begin(3);
		this.group.runUntil(() -> this.group.replied(number));
		this.group.query(3);
		this.group.runUntil(() -> this.group.latest(dev.viewstamped.message.QueryReply.class) != null);
	}

	private static String nameOf(PeerMessage message) {
		return message.getClass().getSimpleName();
	}

}
