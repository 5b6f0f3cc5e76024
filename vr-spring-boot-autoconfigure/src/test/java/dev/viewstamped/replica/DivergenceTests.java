package dev.viewstamped.replica;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.Header;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Divergence}, of member 0.
 */
class DivergenceTests {

	private static final int MINE = 1;

	private static final int THEIRS = 2;

	private static final Digest FORMAT = digest(100);

	private static final Digest OTHER_FORMAT = digest(101);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void replicaThatDiffersFromAQuorumStops(boolean ownFirst) {
		Group group = new Group(3);
		group.own(ownFirst, 10, MINE);
		group.other(1, 10, THEIRS);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		group.other(2, 10, THEIRS);
		group.own(!ownFirst, 10, MINE);
		Condition condition = Objects.requireNonNull(group.state.stopCondition());
		assertThat(condition.code()).isEqualTo(Condition.DIVERGED);
		assertThat(condition.message()).contains("After op 10")
			.contains(digest(MINE).toString())
			.contains(digest(THEIRS).toString())
			.contains("members [1, 2]")
			.contains("/actuator/vr/repair");
		assertThat(group.divergence.count()).isEqualTo(2);
	}

	@Test
	void replicaThatAgreesWithAQuorumGoesOn() {
		Group group = new Group(3);
		group.own(true, 10, MINE);
		group.other(1, 10, THEIRS);
		group.other(2, 10, MINE);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		assertThat(group.divergence.count()).isEqualTo(1);
	}

	@Test
	void threeStatesOfThreeMembersAreCountedAndStopNobody() {
		Group group = new Group(3);
		group.other(1, 10, THEIRS);
		group.other(2, 10, THEIRS + 1);
		group.own(true, 10, MINE);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		assertThat(group.divergence.count()).isEqualTo(2);
	}

	@Test
	void twoOfFiveAreNoQuorum() {
		Group group = new Group(5);
		group.own(true, 10, MINE);
		group.other(1, 10, THEIRS);
		group.other(4, 10, THEIRS);
		group.other(3, 10, MINE);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		group.other(2, 10, THEIRS);
		assertThat(group.state.status()).isEqualTo(Status.STOPPED);
		assertThat(group.divergence.count()).isEqualTo(3);
	}

	@Test
	void groupOfTwoCountsAndDoesNotStop() {
		Group group = new Group(2);
		group.own(true, 10, MINE);
		group.other(1, 10, THEIRS);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		assertThat(group.divergence.count()).isEqualTo(1);
	}

	@Test
	void messageThatComesAgainCountsOnce() {
		Group group = new Group(5);
		group.own(true, 10, MINE);
		group.other(1, 10, THEIRS);
		group.other(1, 10, THEIRS);
		assertThat(group.divergence.count()).isEqualTo(1);
	}

	@Test
	void statesAfterOtherEntriesAreNotCompared() {
		Group group = new Group(3);
		group.own(true, 10, MINE);
		group.other(1, 11, THEIRS);
		group.other(2, 10, MINE);
		group.divergence
			.on(new CheckpointTaken(header(2), new CheckpointId(new Viewstamp(0, 1, 10), digest(THEIRS)), FORMAT));
		assertThat(group.divergence.count()).isZero();
	}

	@Test
	void onlyTheLatestAreRemembered() {
		Group group = new Group(3);
		for (long op = 1; op <= 1000; op++) {
			group.other(1, op, THEIRS);
			group.other(2, op, THEIRS);
		}
		group.own(true, 1, MINE);
		assertThat(group.divergence.count()).isZero();
		group.own(true, 990, MINE);
		assertThat(group.state.status()).isEqualTo(Status.STOPPED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void membersThatWriteInAnotherWayAreNotCompared(boolean ownFirst) {
		Group group = new Group(3);
		group.own(ownFirst, 10, MINE);
		group.other(1, 10, THEIRS, OTHER_FORMAT);
		group.other(2, 10, THEIRS, OTHER_FORMAT);
		group.own(!ownFirst, 10, MINE);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		assertThat(group.divergence.count()).isZero();
	}

	@Test
	void quorumMustWriteAsThisReplicaDoes() {
		Group group = new Group(5);
		group.own(true, 10, MINE);
		group.other(1, 10, THEIRS, OTHER_FORMAT);
		group.other(2, 10, THEIRS);
		group.other(3, 10, THEIRS);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		assertThat(group.divergence.count()).isEqualTo(2);
		group.other(4, 10, THEIRS);
		assertThat(group.state.status()).isEqualTo(Status.STOPPED);
		assertThat(Objects.requireNonNull(group.state.stopCondition()).message()).contains("members [2, 3, 4]");
	}

	@Test
	void memberThatRunsAnotherVersionByNowIsComparedWithWhatItSaidLast() {
		Group group = new Group(3);
		group.own(true, 10, MINE);
		group.other(1, 10, THEIRS, OTHER_FORMAT);
		group.other(2, 10, THEIRS);
		group.other(1, 10, THEIRS);
		assertThat(group.state.status()).isEqualTo(Status.STOPPED);
	}

	@Test
	void stateThatCameFromAMemberIsComparedInItsFormat() {
		Group group = new Group(5);
		group.other(1, 10, MINE, OTHER_FORMAT);
		group.other(2, 10, THEIRS, OTHER_FORMAT);
		group.other(3, 10, THEIRS, OTHER_FORMAT);
		group.installed(10, MINE);
		assertThat(group.divergence.count()).isEqualTo(2);
		group.other(4, 10, THEIRS, OTHER_FORMAT);
		assertThat(group.state.status()).isEqualTo(Status.STOPPED);
	}

	@Test
	void stateThatWasReadInAnotherWayIsNotCompared() {
		Group group = new Group(3);
		group.other(1, 10, THEIRS);
		group.other(2, 10, THEIRS);
		group.installed(10, MINE);
		assertThat(group.state.status()).isEqualTo(Status.NORMAL);
		assertThat(group.divergence.count()).isZero();
	}

	private static Digest digest(int number) {
		return new Digest(number, 0, 0, 0);
	}

	private static Header header(int from) {
		return new Header(CheckpointedReplica.GROUP, 0, 0, from, 0);
	}

	private static final class Group {

		private final ReplicaState state;

		private final Divergence divergence;

		private Group(int members) {
			this.state = new CheckpointedReplica(0, members, Checkpointing.never()).state;
			this.divergence = new Divergence(this.state);
		}

		private void own(boolean now, long op, int digest) {
			if (now) {
				this.divergence.taken(new CheckpointId(new Viewstamp(0, 0, op), digest(digest)), FORMAT);
			}
		}

		private void other(int from, long op, int digest) {
			other(from, op, digest, FORMAT);
		}

		private void other(int from, long op, int digest, Digest format) {
			this.divergence.on(new CheckpointTaken(header(from),
					new CheckpointId(new Viewstamp(0, 0, op), digest(digest)), format));
		}

		private void installed(long op, int digest) {
			this.divergence.installed(new CheckpointId(new Viewstamp(0, 0, op), digest(digest)));
		}

	}

}
