package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts in a durable group of three.
 */
class DurableGroupTests {

	private final DirectGroup group = new DirectGroup();

	private final ScriptedStorage[] disks = new ScriptedStorage[3];

	@BeforeEach
	void formGroup() {
		for (int memberId = 0; memberId < 3; memberId++) {
			this.disks[memberId] = new ScriptedStorage();
			this.group.start(memberId, this.disks[memberId]);
		}
		settle();
		register(1);
		assertThat(primary().report().view()).isZero();
	}

	@Test
	void groupThatWasDownServesAgainWithItsState() {
		UUID groupId = primary().report().groupId();
		this.group.pauseAll();
		for (int memberId = 0; memberId < 3; memberId++) {
			restart(memberId);
		}
		settle();
		register(2);
		for (int memberId = 0; memberId < 3; memberId++) {
			ReplicaReport report = this.group.at(memberId).report();
			assertThat(report.groupId()).isEqualTo(groupId);
			assertThat(report.executedNumber()).isEqualTo(2);
			assertThat(report.view()).isOne();
			assertThat(this.disks[memberId].promises().incarnation()).isZero();
		}
	}

	@Test
	void quorumThatIsBackServesWithoutTheThird() {
		this.group.pauseAll();
		restart(1);
		restart(2);
		settle();
		register(2);
		assertThat(primary().report().executedNumber()).isEqualTo(2);
	}

	@Test
	void backupThatRestartsDoesNotDisturbTheGroup() {
		this.group.pause(this.group.at(2));
		register(2);
		restart(2);
		settle();
		assertThat(this.group.at(2).report().executedNumber()).isEqualTo(2);
		assertThat(this.group.at(0).report().role()).isEqualTo(Role.PRIMARY);
		assertThat(this.group.at(0).report().view()).isZero();
	}

	@Test
	void primaryThatRestartsAtOnceIsReplaced() {
		this.group.pause(this.group.at(0));
		restart(0);
		settle();
		assertThat(this.group.at(0).report().role()).isEqualTo(Role.BACKUP);
		assertThat(this.group.at(1).report().role()).isEqualTo(Role.PRIMARY);
		assertThat(this.group.at(1).report().view()).isOne();
	}

	@Test
	void memberThatLostItsDiskRecoversAsANewLife() {
		this.group.pause(this.group.at(2));
		this.disks[2] = new ScriptedStorage();
		this.group.start(2, this.disks[2]);
		settle();
		assertThat(this.group.at(2).report().executedNumber()).isOne();
		for (ScriptedStorage disk : this.disks) {
			assertThat(disk.promises().crashVector().get(2)).isOne();
		}
		assertThat(this.disks[2].promises().incarnation()).isOne();
		this.group.pause(this.group.at(2));
		restart(2);
		register(2);
		settle();
		assertThat(this.group.at(2).report().executedNumber()).isEqualTo(2);
		assertThat(this.disks[2].crash().promises().incarnation()).isOne();
	}

	@Test
	void memberWhoseDiskIsDamagedRecoversFromTheOthersAndSaysWhy() {
		this.group.pauseAll();
		startDamaged(2);
		this.group.run(DirectGroup.TIMEOUT_NANOS);
		assertThat(this.group.at(2).report().condition()).isNotNull().satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.RECOVERING);
			assertThat(condition.message()).contains("/data/2").contains("journal-1 is damaged");
		});
		restart(0);
		restart(1);
		settle();
		assertThat(this.group.at(2).report().executedNumber()).isOne();
		assertThat(this.disks[2].promises().incarnation()).isOne();
		assertThat(this.disks[2].whyStateLost()).isNull();
	}

	@Test
	void membersWhoseDisksAreAllDamagedFormNoNewGroup() {
		this.group.pauseAll();
		for (int memberId = 0; memberId < 3; memberId++) {
			startDamaged(memberId);
		}
		settle();
		for (int memberId = 0; memberId < 3; memberId++) {
			ReplicaReport report = this.group.at(memberId).report();
			String directory = "/data/" + memberId;
			assertThat(report.status()).isEqualTo(Status.RECOVERING);
			assertThat(report.condition()).isNotNull().satisfies((condition) -> {
				assertThat(condition.code()).isEqualTo(Condition.STATE_LOST);
				assertThat(condition.message()).contains(directory)
					.contains("journal-1 is damaged")
					.contains("vr.storage.directory");
			});
		}
	}

	@Test
	void damagedDiskAmongEmptyOnesKeepsAllFromFormingANewGroup() {
		this.group.pauseAll();
		startDamaged(1);
		for (int memberId : new int[] { 0, 2 }) {
			this.disks[memberId] = new ScriptedStorage();
			this.group.start(memberId, this.disks[memberId]);
		}
		settle();
		for (int memberId = 0; memberId < 3; memberId++) {
			assertThat(this.group.at(memberId).report().condition()).isNotNull()
				.satisfies((condition) -> assertThat(condition.code()).isEqualTo(Condition.STATE_LOST));
		}
		assertThat(this.group.at(0).report().condition()).isNotNull()
			.satisfies((condition) -> assertThat(condition.message()).contains("members [1]"));
	}

	@Test
	void groupOfOneIsNotFormedAnewOverADamagedDisk() {
		DurableReplica alone = new DurableReplica(0, 1, ScriptedStorage.lost("/data/0: journal-1 is damaged"));
		alone.pass(20 * DurableReplica.TIMEOUT_NANOS);
		assertThat(alone.report().status()).isEqualTo(Status.RECOVERING);
		assertThat(alone.storage.calls).isEmpty();
		assertThat(alone.report().condition()).isNotNull().satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.STATE_LOST);
			assertThat(condition.message()).contains("/data/0: journal-1 is damaged").contains("vr.storage.directory");
		});
	}

	@Test
	void diskOfALifeThatIsOverIsNotUsed() {
		ScriptedStorage old = this.disks[2].crash();
		memberThatLostItsDiskRecoversAsANewLife();
		this.group.pause(this.group.at(2));
		Replica superseded = this.group.start(2, old);
		settle();
		assertThat(superseded.report().condition()).isNotNull().satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.SUPERSEDED);
			assertThat(condition.message()).contains("/actuator/vr/repair");
		});
	}

	private void startDamaged(int memberId) {
		this.disks[memberId] = ScriptedStorage.lost("/data/" + memberId + " is not trusted: journal-1 is damaged");
		this.group.start(memberId, this.disks[memberId]);
	}

	private void restart(int memberId) {
		this.disks[memberId] = this.disks[memberId].crash();
		this.group.start(memberId, this.disks[memberId]);
	}

	private void settle() {
		this.group.run(10 * DirectGroup.TIMEOUT_NANOS);
	}

	private void register(int client) {
		Replica primary = primary();
		primary.onClientMessage(5, new Request(primary.report().groupId(), new UUID(8, client), 0, 0, 0, 1,
				Operation.REGISTER, new byte[0]));
		this.group.run(DirectGroup.TIMEOUT_NANOS);
	}

	private Replica primary() {
		for (int memberId = 0; memberId < 3; memberId++) {
			Replica replica = this.group.at(memberId);
			if (this.group.isRunning(replica) && replica.report().role() == Role.PRIMARY) {
				return replica;
			}
		}
		throw new AssertionError("No member is primary");
	}

}
