package dev.viewstamped.simulator;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.simulator.Seen.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HistoryChecker}: each fabricated bad history is found.
 */
class HistoryCheckerTests {

	private static final UUID GROUP = new UUID(1, 1);

	private static final Source ZERO = new Source(0, 1);

	private final HistorySample sample = new HistorySample();

	private final CanonicalLog canon = new CanonicalLog();

	private final HistoryChecker history = new HistoryChecker((group) -> this.canon, this.sample);

	@Test
	void goodHistoryPasses() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		acknowledge(put, 1);
		Invocation lost = command("put a y");
		Invocation read = read(Consistency.LINEARIZABLE);
		commit(4, "put a y");
		this.history.answered(read, ZERO, GROUP, 2, "1:x");
		this.history.unknown(lost);
		this.history.didNotHappen(command("put a never"));
		this.history.answered(read(Consistency.STALE), ZERO, GROUP, 0, "none");
		this.history.answered(read(Consistency.LINEARIZABLE), ZERO, GROUP, 4, "2:y");
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
	void executionOfACommandThatNobodyKnowsIsFound() {
		command("nonsense a x");
		assertFails("S10-REFUSED", () -> commit(1, "nonsense a x"));
	}

	@Test
	void executionOfACommandThatIsTooLargeIsFound() {
		String longest = "put a " + "x".repeat(SimulatorOptions.MAX_COMMAND_BYTES - 6);
		command(longest);
		commit(1, longest);
		command(longest + "x");
		assertFails("S10-REFUSED", () -> commit(2, longest + "x"));
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
		assertFails("S13-LINEARIZABLE-READ", () -> this.history.answered(read, ZERO, GROUP, 0, "none"));
	}

	@Test
	void readThatGoesBackBehindAnotherReadIsFound() {
		command("put a x");
		commit(1, "put a x");
		this.history.answered(read(Consistency.LINEARIZABLE), ZERO, GROUP, 1, "1:x");
		Invocation read = read(Consistency.LINEARIZABLE);
		assertFails("S13-LINEARIZABLE-READ", () -> this.history.answered(read, ZERO, GROUP, 0, "none"));
	}

	@Test
	void valueThatNeverWasIsFound() {
		command("put a x");
		commit(1, "put a x");
		assertFails("S13-READ-VALUE", () -> this.history.answered(read(Consistency.STALE), ZERO, GROUP, 1, "1:y"));
	}

	@Test
	void readOfTheFutureIsFound() {
		assertFails("S13-READ-COMMITTED", () -> this.history.answered(read(Consistency.STALE), ZERO, GROUP, 7, "none"));
	}

	@Test
	void causalReadOfAnEarlierStateIsFound() {
		command("put a x");
		commit(1, "put a x");
		Invocation read = this.history.invoke(1, "get a", Consistency.CAUSAL, 1);
		assertFails("S13-CAUSAL-READ", () -> this.history.answered(read, ZERO, GROUP, 0, "none"));
	}

	@Test
	void causalReadWithoutOnesOwnWriteIsFound() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		acknowledge(put, 1);
		Invocation read = read(Consistency.CAUSAL);
		assertFails("S13-READ-YOUR-WRITES", () -> this.history.answered(read, ZERO, GROUP, 0, "none"));
		Invocation another = this.history.invoke(2, "get a", Consistency.CAUSAL, 0);
		this.history.answered(another, ZERO, GROUP, 0, "none");
	}

	@Test
	void causalReadOfLessThanWasReadIsFound() {
		command("put a x");
		commit(1, "put a x");
		this.history.answered(read(Consistency.STALE), ZERO, GROUP, 1, "1:x");
		Invocation read = read(Consistency.CAUSAL);
		assertFails("S13-MONOTONE-READS", () -> this.history.answered(read, ZERO, GROUP, 0, "none"));
	}

	@Test
	void staleReadsOfAProcessThatGoBackAreFound() {
		command("put a x");
		commit(1, "put a x");
		this.history.answered(read(Consistency.STALE), ZERO, GROUP, 1, "1:x");
		this.history.answered(read(Consistency.STALE), new Source(1, 1), GROUP, 0, "none");
		this.history.answered(read(Consistency.STALE), new Source(0, 2), GROUP, 0, "none");
		Invocation read = read(Consistency.STALE);
		assertFails("S13-STALE-MONOTONE", () -> this.history.answered(read, ZERO, GROUP, 0, "none"));
	}

	@Test
	void sampleOfALinearizableHistoryPasses() {
		Invocation put = command("put a x");
		commit(1, "put a x");
		acknowledge(put, 1);
		this.history.unknown(command("put a y"));
		this.history.didNotHappen(command("put a z"));
		this.history.answered(read(Consistency.LINEARIZABLE), ZERO, GROUP, 1, "1:x");
		assertThat(this.sample.check()).isZero();
	}

	@Test
	void sampleThatNoOrderExplainsIsFound() {
		this.sample.invoked(new Invocation(1, "put a x", null, 0, new Seen()));
		Invocation read = new Invocation(1, "get a", Consistency.LINEARIZABLE, 0, new Seen());
		this.sample.invoked(read);
		this.sample.answered(read, GROUP, "1:y");
		assertFails("S13-LINEARIZABLE", this.sample::check);
	}

	private Invocation command(String command) {
		return this.history.invoke(1, command, null, 0);
	}

	private Invocation read(Consistency consistency) {
		return this.history.invoke(1, "get a", consistency, 0);
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
