package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random runs. {@code -Dseeds=N} makes N of them, {@code -Dfirst-seed=S} begins at
 * another seed, {@code -Dseed=S} makes one and prints its events.
 */
class SimulatorTests {

	private static final int SEEDS = 1000;

	@Test
	@DisabledIfSystemProperty(named = "seed", matches = ".+")
	void everyRunIsSafeAndConverges() {
		long first = Long.getLong("first-seed", 1);
		SimulatorReport total = SimulatorReport.NONE;
		for (long seed = first; seed < first + Integer.getInteger("seeds", SEEDS); seed++) {
			total = total.plus(new Simulator(SimulatorOptions.fromSeed(seed), false).run());
		}
		System.out.println(total);
		assertThat(total.commits()).isPositive();
		assertThat(total.recoveries()).isPositive();
	}

	@Test
	@EnabledIfSystemProperty(named = "seed", matches = ".+")
	void oneRun() {
		System.out.println(new Simulator(SimulatorOptions.fromSeed(Long.getLong("seed")), true).run());
	}

	@Test
	@DisabledIfSystemProperty(named = "seed", matches = ".+")
	void sameSeedIsTheSameRun() {
		for (long seed = 1; seed <= 5; seed++) {
			SimulatorReport once = new Simulator(SimulatorOptions.fromSeed(seed), false).run();
			SimulatorReport again = new Simulator(SimulatorOptions.fromSeed(seed), false).run();
			assertThat(again).isEqualTo(once);
		}
	}

}
