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
		group.divergence.on(new CheckpointTaken(header(2), new CheckpointId(new Viewstamp(0, 1, 10), digest(THEIRS))));
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
				this.divergence.ownTaken(new CheckpointId(new Viewstamp(0, 0, op), digest(digest)));
			}
		}

		private void other(int from, long op, int digest) {
			this.divergence
				.on(new CheckpointTaken(header(from), new CheckpointId(new Viewstamp(0, 0, op), digest(digest))));
		}

	}

}
