package dev.viewstamped.simulator;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random runs, in parallel on the cores. {@code -Dseeds=N} makes N of them,
 * {@code -DfirstSeed=S} begins at another seed, {@code -Dseed=S} makes one and prints its
 * events.
 */
class SimulatorTests {

	private static final int SEEDS = 1000;

	/** With fewer runs something rare may be missing. */
	private static final int COVERING_SEEDS = 1000;

	/** So 20,000 runs have each kind of fault a thousand times. */
	private static final int RUNS_PER_FAULT = 20;

	@Test
	@DisabledIfSystemProperty(named = "seed", matches = ".+")
	void everyRunIsSafeAndConverges() {
		long first = Long.getLong("firstSeed", 1);
		long seeds = Long.getLong("seeds", SEEDS);
		long begin = System.nanoTime();
		SimulatorReport total = LongStream.range(first, first + seeds)
			.parallel()
			.mapToObj(SimulatorTests::run)
			.reduce(SimulatorReport.NONE, SimulatorReport::plus);
		double minutes = (System.nanoTime() - begin) / 60e9;
		System.out.printf("Simulator, seeds %d to %d: %,.0f seeds per minute%n%s%n", first, first + seeds - 1,
				seeds / minutes, total.text());
		if (seeds >= COVERING_SEEDS) {
			assertCovered(total);
		}
	}

	/** Of which nothing is like it among the first ones. */
	@ParameterizedTest
	@ValueSource(longs = { 2833, 3964, 4931, 9245, 10394, 11746, 19442 })
	@DisabledIfSystemProperty(named = "seed", matches = ".+")
	void runThatOnceFailedIsSafeAndConverges(long seed) {
		assertThat(run(seed).runs()).isEqualTo(1);
	}

	@Test
	@EnabledIfSystemProperty(named = "seed", matches = ".+")
	void oneRun() {
		SimulatorOptions options = SimulatorOptions.fromSeed(Long.getLong("seed"));
		System.out.println(options);
		System.out.println(new Simulator(options, true).run().text());
	}

	@Test
	@DisabledIfSystemProperty(named = "seed", matches = ".+")
	void sameSeedIsTheSameRun() {
		for (long seed = 1; seed <= 5; seed++) {
			assertThat(run(seed)).isEqualTo(run(seed));
		}
	}

	private static SimulatorReport run(long seed) {
		return new Simulator(SimulatorOptions.fromSeed(seed), false).run();
	}

	private static void assertCovered(SimulatorReport total) {
		assertThat(total.runsBySize()).containsKeys(1, 3, 4, 5, 7);
		for (FaultInjector.Kind kind : FaultInjector.Kind.values()) {
			assertThat(total.faults(kind)).as("%s", kind).isGreaterThanOrEqualTo(total.runs() / RUNS_PER_FAULT);
		}
		for (Progress.Kind kind : Progress.Kind.values()) {
			assertThat(total.progress(kind)).as("%s", kind).isGreaterThanOrEqualTo(total.runs() / RUNS_PER_FAULT);
		}
		assertThat(total.views()).isPositive();
		assertThat(total.recoveries()).isPositive();
		assertThat(total.commits()).isPositive();
		for (String type : PacketCounts.types()) {
			PacketCount count = total.packets(type);
			assertThat(count.sent()).as("%s sent", type).isPositive();
			assertThat(count.vanished()).as("%s lost", type).isPositive();
			assertThat(count.reordered()).as("%s reordered", type).isPositive();
			if (PacketCounts.isRepeatable(type)) {
				assertThat(count.duplicated()).as("%s duplicated", type).isPositive();
			}
		}
	}

}
