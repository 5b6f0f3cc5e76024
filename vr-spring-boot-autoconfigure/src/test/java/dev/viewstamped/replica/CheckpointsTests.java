package dev.viewstamped.replica;

import java.util.Objects;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.Snapshot;

import static dev.viewstamped.replica.CheckpointedReplica.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Checkpoints}: one is due every 10 entries.
 */
class CheckpointsTests {

	private final CheckpointedReplica replica = replica(1);

	@Test
	void checkpointIsThereWhenTheBackgroundIsDone() {
		this.replica.executeTo(10);
		assertThat(this.replica.checkpoints.latest()).isNull();
		assertThat(this.replica.sent).isEmpty();
		this.replica.work();
		Checkpoint checkpoint = this.replica.latest();
		assertThat(checkpoint.viewstamp()).isEqualTo(new Viewstamp(0, 0, 10));
		CheckpointId id = new CheckpointId(checkpoint.viewstamp(), checkpoint.digest());
		Digest format = this.replica.checkpointCodec().format(ProtocolSection.DESCRIPTION);
		assertThat(this.replica.sent).hasSize(2)
			.allMatch((message) -> message instanceof CheckpointTaken taken && taken.checkpoint().equals(id)
					&& taken.format().equals(format));
		assertThat(this.replica.checkpoints.find(id)).isSameAs(checkpoint);
		assertThat(this.replica.checkpoints.find(new CheckpointId(id.viewstamp(), new Digest(0, 0, 0, 0)))).isNull();
	}

	@Test
	void checkpointHasTheStateOfTheEntryAtWhichItWasDue() {
		CheckpointedReplica other = replica(0);
		this.replica.executeTo(15);
		this.replica.work();
		other.runTo(10);
		assertThat(this.replica.latest().digest()).isEqualTo(other.latest().digest());
	}

	@Test
	void anotherStateHasAnotherDigest() {
		CheckpointedReplica other = replica(0);
		this.replica.runTo(10);
		other.executeTo(5);
		other.apply(Viewstamp.ZERO, 0, Entries.bytes("k1"));
		other.runTo(10);
		assertThat(this.replica.latest().digest()).isNotEqualTo(other.latest().digest());
	}

	@Test
	void oneIsTakenAtATime() {
		this.replica.executeTo(35);
		assertThat(this.replica.work).hasSize(1);
		this.replica.work();
		assertThat(this.replica.latest().opNumber()).isEqualTo(10);
		this.replica.runTo(40);
		assertThat(this.replica.latest().opNumber()).isEqualTo(40);
	}

	@Test
	void twoAreKept() {
		this.replica.runTo(10);
		Checkpoint first = this.replica.latest();
		this.replica.runTo(20);
		assertThat(this.replica.checkpoints.find(id(first))).isSameAs(first);
		this.replica.runTo(30);
		assertThat(this.replica.checkpoints.find(id(first))).isNull();
	}

	@Test
	void logIsKeptFromTheEarlierCheckpointOn() {
		this.replica.runTo(19);
		assertThat(this.replica.state.log.firstOpNumber()).isEqualTo(1);
		this.replica.runTo(20);
		assertThat(this.replica.state.log.firstOpNumber()).isEqualTo(11);
		this.replica.runTo(47);
		assertThat(this.replica.state.log.firstOpNumber()).isEqualTo(31);
	}

	@Test
	void moreOfTheLogIsKeptForOthers() {
		CheckpointedReplica generous = new CheckpointedReplica(1, 3, options(10, 0, 13));
		generous.runTo(47);
		assertThat(generous.state.log.firstOpNumber()).isEqualTo(18);
	}

	@Test
	void reportTellsOfTheLatest() {
		assertThat(this.replica.checkpoints.report()).isEqualTo(CheckpointReport.NONE);
		this.replica.runTo(20);
		this.replica.nanos += 50;
		assertThat(this.replica.checkpoints.report())
			.isEqualTo(new CheckpointReport(20, this.replica.latest().digest(), 50, 2, 1, 0));
	}

	@Test
	void replicaThatInstalledGoesOnAsTheOthers() {
		CheckpointedReplica other = replica(0);
		other.runTo(27);
		this.replica.checkpoints.install(other.latest());
		assertThat(this.replica.execution.executedNumber()).isEqualTo(20);
		assertThat(this.replica.state.commitNumber()).isEqualTo(20);
		assertThat(this.replica.state.log.base().viewstamp()).isEqualTo(new Viewstamp(0, 0, 20));
		assertThat(this.replica.state.log.history()).isEqualTo(other.state.log.history().upTo(20));
		assertThat(this.replica.latest()).isSameAs(other.latest());
		assertThat(this.replica.counter("k3")).isEqualTo(3);
		this.replica.runTo(60);
		other.runTo(60);
		assertThat(section(this.replica)).usingRecursiveComparison().isEqualTo(section(other));
		assertThat(this.replica.latest().digest()).isEqualTo(other.latest().digest());
		assertThat(this.replica.state.log.firstOpNumber()).isEqualTo(51);
	}

	@Test
	void requestBeforeTheCheckpointIsNotExecutedAgain() {
		CheckpointedReplica other = replica(0);
		other.runTo(10);
		this.replica.checkpoints.install(other.latest());
		long before = this.replica.counter("k3");
		Session session = Objects
			.requireNonNull(this.replica.execution.clientTable().find(CheckpointedReplica.CLIENT, 1));
		assertThat(Entries.text(Objects.requireNonNull(session.find(10)).result())).isEqualTo("2");
		this.replica.state.log.append(Entries.command(11, CheckpointedReplica.CLIENT, 1, 10, 8, "k3"));
		this.replica.state.commit(11);
		this.replica.execution.execute(100);
		assertThat(this.replica.execution.executedNumber()).isEqualTo(11);
		assertThat(this.replica.counter("k3")).isEqualTo(before);
	}

	@Test
	void entriesAfterTheCheckpointStayIfTheyFollowIt() {
		CheckpointedReplica other = replica(0);
		other.runTo(10);
		this.replica.executeTo(5);
		this.replica.appendTo(14);
		this.replica.checkpoints.install(other.latest());
		assertThat(this.replica.state.log.opNumber()).isEqualTo(14);
		assertThat(this.replica.state.log.firstOpNumber()).isEqualTo(11);
		assertThat(this.replica.execution.inFlight().contains(CheckpointedReplica.CLIENT, 14)).isTrue();
		assertThat(this.replica.execution.inFlight().contains(CheckpointedReplica.CLIENT, 9)).isFalse();
		this.replica.runTo(20);
		other.runTo(20);
		assertThat(this.replica.latest().digest()).isEqualTo(other.latest().digest());
	}

	@Test
	void entriesOfAnotherLogGo() {
		CheckpointedReplica other = replica(0);
		other.executeTo(5);
		other.appendTo(10, 1);
		other.runTo(10);
		this.replica.executeTo(5);
		this.replica.appendTo(14);
		this.replica.checkpoints.install(other.latest());
		assertThat(this.replica.state.log.opNumber()).isEqualTo(10);
		assertThat(this.replica.state.log.lastViewstamp()).isEqualTo(new Viewstamp(0, 1, 10));
		assertThat(this.replica.state.log.history()).isEqualTo(other.state.log.history());
	}

	@Test
	void nothingIsInstalledThatWasExecuted() {
		CheckpointedReplica other = replica(0);
		other.runTo(10);
		this.replica.executeTo(10);
		this.replica.checkpoints.install(other.latest());
		assertThat(this.replica.checkpoints.latest()).isNull();
		assertThat(this.replica.state.log.firstOpNumber()).isEqualTo(1);
	}

	@Test
	void checkpointUnderWayIsDroppedWhenAnotherIsInstalled() {
		CheckpointedReplica other = replica(0);
		other.runTo(20);
		this.replica.executeTo(12);
		this.replica.checkpoints.install(other.latest());
		this.replica.work();
		assertThat(this.replica.latest()).isSameAs(other.latest());
		assertThat(this.replica.sent).isEmpty();
		this.replica.runTo(30);
		assertThat(this.replica.latest().opNumber()).isEqualTo(30);
	}

	@Test
	void checkpointUnderWayIsDroppedWhenTheReplicaStops() {
		this.replica.executeTo(10);
		this.replica.state.stop(new Condition(Condition.SUPERSEDED, "x"));
		this.replica.work();
		assertThat(this.replica.checkpoints.latest()).isNull();
		assertThat(this.replica.sent).isEmpty();
	}

	@Test
	void checkpointThatCannotBeMadeStopsTheReplica() {
		this.replica.executeTo(10);
		this.replica.broken = true;
		this.replica.work();
		Condition condition = Objects.requireNonNull(this.replica.state.stopCondition());
		assertThat(condition.code()).isEqualTo(Condition.HANDLER_ERROR);
		assertThat(condition.message()).contains("The checkpoint of op 10 could not be made").contains("Not data");
	}

	@Test
	void checkpointThatCannotBeReadStopsTheReplica() {
		CheckpointedReplica other = replica(0);
		Snapshot snapshot = other.snapshot().with(ProtocolSection.NAME, new byte[] { 0, 0, 0, 9 });
		this.replica.checkpoints.install(other.checkpointCodec().take(new Viewstamp(0, 0, 10), snapshot));
		Condition condition = Objects.requireNonNull(this.replica.state.stopCondition());
		assertThat(condition.code()).isEqualTo(Condition.HANDLER_ERROR);
		assertThat(condition.message()).contains("op 10").contains("format 9");
		assertThat(this.replica.execution.executedNumber()).isZero();
	}

	/**
	 * Op 10 to 40 are in one slot of time each, and each checkpoint takes as long as the
	 * slot.
	 */
	@Test
	void slowReplicaTakesSomeOfThoseThatOthersTake() {
		CheckpointedReplica slow = new CheckpointedReplica(1, 3, options(10, 10, 0));
		for (int op = 1; op <= 400; op++) {
			slow.executeTo(op);
			slow.nanos += 1;
			if (slow.nanos % 5 == 0) {
				slow.work();
			}
		}
		assertThat(slow.checkpoints.report().taken()).isBetween(3L, 20L);
		assertThat(slow.latest().opNumber() % 10).isZero();
	}

	private static CheckpointedReplica replica(int memberId) {
		return new CheckpointedReplica(memberId, 3, options(10, 0, 0));
	}

	private static ProtocolSection section(CheckpointedReplica replica) {
		return ProtocolSection
			.decode(Objects.requireNonNull(replica.latest().snapshot().section(ProtocolSection.NAME)));
	}

	private static CheckpointId id(Checkpoint checkpoint) {
		return new CheckpointId(checkpoint.viewstamp(), checkpoint.digest());
	}

}
