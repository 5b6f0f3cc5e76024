package dev.viewstamped.replica;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckpointStride}.
 */
class CheckpointStrideTests {

	private final CheckpointStride stride = new CheckpointStride();

	private long nanos;

	@Test
	void firstCheckpointTellsNothing() {
		take(1000, 900);
		assertThat(this.stride.rank()).isZero();
	}

	@Test
	void fewerAreTakenIfTheyCostTooMuch() {
		take(1000, 100);
		take(1000, 101);
		assertThat(this.stride.rank()).isEqualTo(1);
		take(1000, 1000);
		assertThat(this.stride.rank()).isEqualTo(2);
	}

	@Test
	void sameAreTakenIfTheyCostAFairShare() {
		take(1000, 100);
		take(1000, 101);
		take(1000, 100);
		take(1000, 30);
		assertThat(this.stride.rank()).isEqualTo(1);
	}

	@Test
	void moreAreTakenIfTheyCostLittle() {
		take(1000, 100);
		take(1000, 500);
		take(1000, 500);
		take(1000, 25);
		assertThat(this.stride.rank()).isEqualTo(1);
		take(1000, 0);
		take(1000, 0);
		assertThat(this.stride.rank()).isZero();
	}

	private void take(long interval, long cost) {
		this.stride.started(this.nanos);
		this.stride.completed(this.nanos + cost);
		this.nanos += interval;
	}

}
