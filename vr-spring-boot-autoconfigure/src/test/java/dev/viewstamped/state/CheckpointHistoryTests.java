package dev.viewstamped.state;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas that executed all of a history, and others that restored a part of it.
 */
class CheckpointHistoryTests {

	@ParameterizedTest
	@CsvSource({ "1, 50", "2, 300", "3, 3000", "4, 8000", "5, 100000" })
	void restoredReplicaStaysEqual(long seed, int keys) {
		Random random = new Random(seed);
		Ledger first = new Ledger();
		Ledger second = new Ledger();
		Checkpoint latestOfSecond = second.take(0);
		for (int step = 1; step <= 30; step++) {
			long change = random.nextLong();
			int changes = random.nextInt(1, 2_000);
			first.change(change, changes, keys);
			byte[] section = new byte[random.nextInt(100_000)];
			random.nextBytes(section);
			Checkpoint taken = (random.nextInt(3) > 0) ? first.take(step, section) : null;
			if (taken != null && random.nextBoolean()) {
				boolean anew = random.nextInt(3) == 0;
				Checkpoint fetched = anew ? second.fetch(taken) : second.fetch(taken, latestOfSecond);
				assertThat(fetched.digest()).isEqualTo(taken.digest());
				assertThat(fetched.pageCount()).isEqualTo(taken.pageCount());
				assertThat(fetched.byteCount()).isEqualTo(taken.byteCount());
				assertThat(fetched.snapshot().section("replica")).isEqualTo(section);
				second.maps.restore(fetched.snapshot());
				latestOfSecond = fetched;
			}
			else {
				second.change(change, changes, keys);
				if (taken != null) {
					latestOfSecond = second.take(step, section);
					assertThat(latestOfSecond.digest()).isEqualTo(taken.digest());
				}
			}
			assertThat(second.maps.entryCount()).isEqualTo(first.maps.entryCount());
		}
		Snapshot snapshot = second.maps.snapshot();
		snapshot.maps().values().forEach(PageTreeShape::of);
		assertThat(second.balances()).isEqualTo(first.balances());
		assertThat(second.names()).isEqualTo(first.names());
		assertThat(second.take(31).digest()).isEqualTo(first.take(31).digest());
	}

}
