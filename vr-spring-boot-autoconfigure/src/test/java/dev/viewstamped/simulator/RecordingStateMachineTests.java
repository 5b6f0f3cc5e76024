package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordingStateMachine}.
 */
class RecordingStateMachineTests {

	private final RecordingStateMachine stateMachine = new RecordingStateMachine();

	@Test
	void putReplacesTheValue() {
		assertThat(apply(1, "put a x")).isEqualTo("none -> 1:x");
		assertThat(apply(2, "put a y")).isEqualTo("1:x -> 2:y");
		assertThat(this.stateMachine.query("get a")).isEqualTo("2:y");
		assertThat(this.stateMachine.query("get b")).isEqualTo("none");
	}

	@Test
	void appendKeepsWhatWasThere() {
		apply(1, "append a x");
		assertThat(apply(2, "append a y")).isEqualTo("1:x -> 2:x+y");
	}

	@Test
	void changeNeedsTheExpectedVersion() {
		assertThat(apply(1, "change a 1 x")).isEqualTo("none -> unchanged");
		assertThat(apply(2, "change a 0 x")).isEqualTo("none -> 1:x");
		assertThat(apply(3, "change a 1 y")).isEqualTo("1:x -> 2:y");
	}

	@Test
	void unknownCommandIsUnknown() {
		assertThat(this.stateMachine.knows(RecordingStateMachine.bytes("nonsense a x"))).isFalse();
		assertThat(this.stateMachine.knows(RecordingStateMachine.bytes("put a x"))).isTrue();
	}

	@Test
	void digestTellsHistoriesApart() {
		RecordingStateMachine same = new RecordingStateMachine();
		RecordingStateMachine other = new RecordingStateMachine();
		apply(1, "put a x");
		same.apply(new Viewstamp(0, 0, 1), 1, "put a x");
		other.apply(new Viewstamp(0, 1, 1), 1, "put a x");
		assertThat(this.stateMachine.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
	}

	private String apply(long opNumber, String command) {
		return this.stateMachine.apply(new Viewstamp(0, 0, opNumber), opNumber, command);
	}

}
