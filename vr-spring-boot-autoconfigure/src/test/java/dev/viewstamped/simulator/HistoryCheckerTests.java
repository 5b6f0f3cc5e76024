package dev.viewstamped.simulator;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HistoryChecker}: each fabricated bad history is found.
 */
class HistoryCheckerTests {

	private static final UUID GROUP = new UUID(1, 1);

	private final CanonicalLog canon = new CanonicalLog();

	private final HistoryChecker history = new HistoryChecker((group) -> this.canon);

	@Test
	void goodHistoryPasses() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		acknowledge(put, 1);
		Invocation lost = command("put a y");
		Invocation read = read(Consistency.LINEARIZABLE);
		commit(4, "put a y");
		this.history.answered(read, GROUP, 2, "1:x");
		this.history.unknown(lost);
		this.history.didNotHappen(command("put a never"));
		this.history.answered(read(Consistency.STALE), GROUP, 0, "none");
		this.history.answered(read(Consistency.LINEARIZABLE), GROUP, 4, "2:y");
		assertThat(this.history.pending()).isZero();
		assertThat(this.history.reads(Invocation.Outcome.OK)).isEqualTo(3);
	}

	@Test
	void acknowledgedCommandThatWasNotExecutedIsFound() {
		Invocation put = command("put a x");
		assertFails("S2-ACKNOWLEDGED",
				() -> this.history.acknowledged(put, GROUP, new Viewstamp(0, 0, 1), "none -> 1:x"));
	}

	@Test
	void acknowledgedCommandThatIsAnotherOneIsFound() {
		command("put a x");
		Invocation put = command("put a y");
		commit(1, "put a x");
		assertFails("S2-ACKNOWLEDGED",
				() -> this.history.acknowledged(put, GROUP, new Viewstamp(0, 0, 1), "none -> 1:x"));
	}

	@Test
	void wrongReplyIsFound() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		assertFails("S10-REPLY", () -> this.history.acknowledged(put, GROUP, new Viewstamp(0, 0, 1), "wrong"));
	}

	@Test
	void secondAnswerIsFound() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		acknowledge(put, 1);
		assertFails("S10-ONE-ANSWER", () -> acknowledge(put, 1));
	}

	@Test
	void orderAgainstRealTimeIsFound() {
		Invocation first = command("put a x");
		commit(5, "put a x");
		acknowledge(first, 5);
		command("put a y");
		assertFails("S13-REAL-TIME",
				() -> this.history.committed(GROUP, new Applied(new Viewstamp(0, 0, 4), 4, "put a y", "none -> 1:y")));
	}

	@Test
	void commandThatNobodyIssuedIsFound() {
		assertFails("S1-NO-PHANTOM", () -> commit(1, "put a x"));
	}

	@Test
	void executionOfACommandThatDidNotHappenIsFound() {
		this.history.didNotHappen(command("put a x"));
		assertFails("S10-DID-NOT-HAPPEN", () -> commit(1, "put a x"));
	}

	@Test
	void denialOfAnExecutedCommandIsFound() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		assertFails("S10-DID-NOT-HAPPEN", () -> this.history.didNotHappen(put));
	}

	@Test
	void staleLinearizableReadIsFound() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		acknowledge(put, 1);
		Invocation read = read(Consistency.LINEARIZABLE);
		assertFails("S13-LINEARIZABLE-READ", () -> this.history.answered(read, GROUP, 0, "none"));
	}

	@Test
	void readThatGoesBackBehindAnotherReadIsFound() {
		command("put a x");
		commit(1, "put a x");
		this.history.answered(read(Consistency.LINEARIZABLE), GROUP, 1, "1:x");
		Invocation read = read(Consistency.LINEARIZABLE);
		assertFails("S13-LINEARIZABLE-READ", () -> this.history.answered(read, GROUP, 0, "none"));
	}

	@Test
	void valueThatNeverWasIsFound() {
		command("put a x");
		commit(1, "put a x");
		assertFails("S13-READ-VALUE", () -> this.history.answered(read(Consistency.STALE), GROUP, 1, "1:y"));
	}

	@Test
	void readOfTheFutureIsFound() {
		assertFails("S13-READ-COMMITTED", () -> this.history.answered(read(Consistency.STALE), GROUP, 7, "none"));
	}

	@Test
	void causalReadOfAnEarlierStateIsFound() {
		command("put a x");
		commit(1, "put a x");
		Invocation read = this.history.invoke("get a", Consistency.CAUSAL, 1);
		assertFails("S13-CAUSAL-READ", () -> this.history.answered(read, GROUP, 0, "none"));
	}

	private Invocation command(String command) {
		return this.history.invoke(command, null, 0);
	}

	private Invocation read(Consistency consistency) {
		return this.history.invoke("get a", consistency, 0);
	}

	private void commit(long opNumber, String command) {
		RecordingStateMachine replay = new RecordingStateMachine();
		for (long op = 1; op < opNumber; op++) {
			Applied applied = this.canon.get(op);
			if (applied != null) {
				replay.apply(applied.viewstamp(), op, applied.command());
			}
		}
		replay.apply(new Viewstamp(0, 0, opNumber), opNumber, command);
		Applied applied = replay.applied().get(replay.applied().size() - 1);
		this.canon.append(applied);
		this.canon.executedUpTo(opNumber);
		this.history.committed(GROUP, applied);
	}

	private void acknowledge(Invocation invocation, long opNumber) {
		Applied applied = this.canon.get(opNumber);
		assertThat(applied).isNotNull();
		if (applied != null) {
			this.history.acknowledged(invocation, GROUP, applied.viewstamp(), applied.result());
		}
	}

	private void assertFails(String invariant, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(invariant));
	}

}
