package dev.viewstamped.replica;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTests {

	private final Patience patience = new Patience(100, 1000);

	@Test
	void endsAfterTheLeastTimeAtFirst() {
		assertThat(this.patience.isOver(50, 149)).isFalse();
		assertThat(this.patience.isOver(50, 150)).isTrue();
	}

	@Test
	void doublesWithEachAnswerThatDoesNotCome() {
		this.patience.wasInVain();
		assertThat(this.patience.isOver(0, 199)).isFalse();
		assertThat(this.patience.isOver(0, 200)).isTrue();
	}

	@Test
	void neverPassesTheMost() {
		for (int i = 0; i < 10; i++) {
			this.patience.wasInVain();
		}
		assertThat(this.patience.isOver(0, 999)).isFalse();
		assertThat(this.patience.isOver(0, 1000)).isTrue();
	}

	@Test
	void comesBackSlowlyAndNotBelowTheLeast() {
		this.patience.wasInVain();
		this.patience.paidOff();
		assertThat(this.patience.isOver(0, 174)).isFalse();
		assertThat(this.patience.isOver(0, 175)).isTrue();
		for (int i = 0; i < 20; i++) {
			this.patience.paidOff();
		}
		assertThat(this.patience.isOver(0, 99)).isFalse();
		assertThat(this.patience.isOver(0, 100)).isTrue();
	}

}
