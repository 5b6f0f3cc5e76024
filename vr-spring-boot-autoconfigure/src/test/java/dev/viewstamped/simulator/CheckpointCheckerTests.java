package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.NewCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CheckpointChecker}, and for states that members are given.
 */
class CheckpointCheckerTests {

	private static final Digest FORMAT = new Digest(9, 9, 9, 9);

	private final CheckpointChecker checker = new CheckpointChecker();

	@Test
	void otherDigestAtTheSameViewstampIsFound() {
		this.checker.sent(new CheckpointTaken(FabricatedReplica.header(0, 0, 1), id(5, 1), FORMAT));
		this.checker.sent(new NewCheckpoint(FabricatedReplica.header(1, 0, 1), id(5, 1), id(5, 1).digest()));
		this.checker.sent(new NewCheckpoint(FabricatedReplica.header(1, 0, 1), id(6, 2), id(5, 1).digest()));
		assertThatExceptionOfType(InvariantViolation.class)
			.isThrownBy(
					() -> this.checker.sent(new CheckpointTaken(FabricatedReplica.header(2, 0, 1), id(5, 2), FORMAT)))
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo("S9-SAME-CHECKPOINT"));
	}

	@Test
	void stateThatIsHandedOnIsTheOneThatTheGroupHad() {
		RecordingStateMachine one = new RecordingStateMachine(new Ballast(100, 5, 50));
		CanonicalLog canon = new CanonicalLog(new Ballast(100, 5, 50));
		for (long op = 1; op <= 20; op++) {
			one.apply(new Viewstamp(0, 0, op), op, "append k" + op % 3 + " c" + op);
			canon.append(one.applied().get((int) op - 1));
		}
		RecordingStateMachine other = new RecordingStateMachine(new Ballast(100, 5, 50));
		other.restore(one.snapshot());
		assertThat(canon.isState(other.executed().restored())).isTrue();
		assertThat(other.digest()).isEqualTo(one.digest());
		assertThat(other.query("get k1")).isEqualTo(one.query("get k1"));
		other.apply(new Viewstamp(0, 0, 19), 19, "put k1 wrong");
		RecordingStateMachine wrong = new RecordingStateMachine(new Ballast(100, 5, 50));
		wrong.restore(other.snapshot());
		assertThat(canon.isState(wrong.executed().restored())).isFalse();
	}

	private static CheckpointId id(long op, long digest) {
		return new CheckpointId(new Viewstamp(0, 0, op), new Digest(digest, 0, 0, 0));
	}

}
