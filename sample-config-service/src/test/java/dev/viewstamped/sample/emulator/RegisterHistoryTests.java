package dev.viewstamped.sample.emulator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegisterHistoryTests {

	private static final long NEVER = Long.MAX_VALUE;

	private final RegisterHistory history = new RegisterHistory();

	@Test
	void callsOneAfterTheOtherAreLinearizable() {
		this.history.read("a", null, 0, 1);
		this.history.wrote("a", "1", 2, 3);
		this.history.read("a", "1", 4, 5);
		this.history.wrote("a", "2", 6, 7);
		this.history.read("a", "2", 8, 9);
		assertThat(this.history.violations()).isEmpty();
	}

	@Test
	void writeThatIsLostIsFound() {
		this.history.wrote("a", "1", 2, 3);
		this.history.wrote("a", "2", 4, 5);
		this.history.read("a", "1", 6, 7);
		this.history.wrote("b", "1", 2, 3);
		this.history.read("b", null, 6, 7);
		this.history.wrote("c", "1", 2, 3);
		assertThat(this.history.violations()).containsExactly("a", "b");
	}

	@Test
	void readThatGoesBackIsFound() {
		this.history.wrote("a", "1", 0, 1);
		this.history.wrote("a", "2", 2, 10);
		this.history.read("a", "2", 3, 4);
		this.history.read("a", "1", 5, 6);
		assertThat(this.history.violations()).containsExactly("a");
	}

	@Test
	void readDuringAWriteMaySeeEither() {
		this.history.wrote("a", "1", 0, 1);
		this.history.wrote("a", "2", 2, 10);
		this.history.read("a", "1", 3, 4);
		this.history.read("a", "2", 5, 6);
		assertThat(this.history.violations()).isEmpty();
	}

	@Test
	void writeOfUnknownOutcomeHappensLateOrNever() {
		this.history.wrote("a", "1", 0, 1);
		this.history.wrote("a", "2", 2, NEVER);
		this.history.read("a", "1", 3, 4);
		this.history.read("a", "2", 50, 60);
		this.history.wrote("b", "1", 0, 1);
		this.history.wrote("b", "2", 2, NEVER);
		this.history.read("b", "1", 50, 60);
		assertThat(this.history.violations()).isEmpty();
		this.history.read("a", "1", 70, 80);
		assertThat(this.history.violations()).containsExactly("a");
	}

	@Test
	void writesAtOnceAreInAnyOrderButInOne() {
		this.history.wrote("a", "1", 0, 10);
		this.history.wrote("a", "2", 0, 10);
		this.history.read("a", "1", 11, 12);
		assertThat(this.history.violations()).isEmpty();
		this.history.read("a", "2", 13, 14);
		assertThat(this.history.violations()).containsExactly("a");
	}

	@Test
	void longHistoriesAreDecided() {
		for (int i = 0; i < 2_000; i++) {
			this.history.wrote("a", "v" + i, 10L * i, 10L * i + 5);
			this.history.read("a", "v" + i, 10L * i + 3, 10L * i + 8);
		}
		assertThat(this.history.violations()).isEmpty();
	}

}
