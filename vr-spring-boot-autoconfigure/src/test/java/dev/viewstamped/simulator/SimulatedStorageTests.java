package dev.viewstamped.simulator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SimulatedStorage}.
 */
class SimulatedStorageTests {

	private static final int SECTOR = SimulatedFile.SECTOR_BYTES;

	private static final int SEEDS = 200;

	private final SimulatedTime time = new SimulatedTime();

	private final EventQueue events = new EventQueue(this.time);

	private SimulatedStorage storage = storage(StorageOptions.reliable(), 1);

	@Test
	void operationsTakeTimeAndEndInOrder() {
		List<String> ended = new ArrayList<>();
		this.storage.append("log", sectors(1, 1), ending(ended, "write"));
		this.storage.sync("log", ending(ended, "sync"));
		this.storage.append("log", sectors(1, 2), ending(ended, "second write"));
		assertThat(ended).isEmpty();
		run();
		assertThat(ended).containsExactly("write", "sync", "second write");
		assertThat(this.storage.size("log")).isEqualTo(2 * SECTOR);
	}

	@Test
	void whatIsSynchronizedSurvivesEachCrash() {
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 3);
			this.storage.append("log", sectors(2, 9), new Result<>());
			this.storage.crash();
			assertThat(read(0, 3 * SECTOR)).isEqualTo(sectors(3, 1));
		}
	}

	@Test
	void unsynchronizedWriteIsLostTornOrKeptBySectors() {
		Set<String> outcomes = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 3);
			this.storage.write("log", 0, sectors(3, 2), new Result<>());
			this.storage.crash();
			byte[] left = read(0, 3 * SECTOR);
			StringBuilder outcome = new StringBuilder();
			for (int sector = 0; sector < 3; sector++) {
				byte value = left[sector * SECTOR];
				assertThat(Arrays.copyOfRange(left, sector * SECTOR, (sector + 1) * SECTOR))
					.isEqualTo(sectors(1, value));
				outcome.append(value);
			}
			outcomes.add(outcome.toString());
		}
		assertThat(outcomes).containsExactly("111", "112", "121", "122", "211", "212", "221", "222");
	}

	@Test
	void appendThatIsTornLeavesLessOrAHole() {
		Set<Integer> sizes = new TreeSet<>();
		boolean hole = false;
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.append("log", sectors(2, 2), new Result<>());
			this.storage.crash();
			sizes.add(this.storage.size("log") / SECTOR);
			hole |= Arrays.equals(read(SECTOR, SECTOR), sectors(1, 0));
		}
		assertThat(sizes).containsExactly(1, 2, 3);
		assertThat(hole).isTrue();
	}

	@Test
	void writeAfterTheBeginOfASynchronizationIsNotPartOfIt() {
		boolean lost = false;
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.sync("log", new Result<>());
			this.storage.write("log", 0, sectors(1, 2), new Result<>());
			run();
			this.storage.crash();
			lost |= read(0, 1)[0] == 1;
		}
		assertThat(lost).isTrue();
	}

	@Test
	void processThatDiesGetsNoAnswerAndLosesNoWrite() {
		Result<Void> result = new Result<>();
		this.storage.append("log", sectors(1, 7), result);
		this.storage.processDied();
		run();
		assertThat(result.ended).isFalse();
		assertThat(read(0, SECTOR)).isEqualTo(sectors(1, 7));
	}

	@Test
	void failedSynchronizationLosesSomeForGood() {
		boolean lost = false;
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.failNextSync();
			this.storage.write("log", 0, sectors(1, 2), new Result<>());
			assertThat(sync("log").failure).isInstanceOf(IOException.class).hasMessageContaining("log");
			assertThat(sync("log").failure).isNull();
			assertThat(read(0, 1)).containsExactly(2);
			this.storage.crash();
			lost |= read(0, 1)[0] == 1;
		}
		assertThat(lost).isTrue();
	}

	@Test
	void synchronizationsFailAtTheGivenRate() {
		this.storage = storage(new StorageOptions(1, 1, 1, 0.5, 0, 1 << 20), 1);
		this.storage.append("log", sectors(1, 1), new Result<>());
		int failures = 0;
		for (int i = 0; i < SEEDS; i++) {
			failures += (sync("log").failure != null) ? 1 : 0;
		}
		assertThat(failures).isBetween(SEEDS / 3, 2 * SEEDS / 3);
	}

	@Test
	void fullDiskTakesOnlyPart() {
		this.storage = storage(new StorageOptions(1, 1, 1, 0, 0, 2 * SECTOR), 1);
		this.storage.append("log", sectors(1, 1), new Result<>());
		Result<Void> result = new Result<>();
		this.storage.append("log", sectors(2, 2), result);
		run();
		assertThat(result.failure).hasMessageContaining("No space left");
		assertThat(this.storage.size("log")).isBetween(SECTOR, 2 * SECTOR);
		Result<Void> overwrite = new Result<>();
		this.storage.write("log", 0, sectors(1, 3), overwrite);
		run();
		assertThat(overwrite.failure).isNull();
	}

	@Test
	void corruptSectorReadsAsSomethingElse() {
		formatted(StorageOptions.reliable(), 1, 3);
		this.storage.corrupt("log", 1);
		assertThat(read(0, SECTOR)).isEqualTo(sectors(1, 1));
		assertThat(read(SECTOR, SECTOR)).isNotEqualTo(sectors(1, 1)).hasSize(SECTOR);
		assertThat(read(2 * SECTOR, SECTOR)).isEqualTo(sectors(1, 1));
		this.storage.crash();
		assertThat(read(SECTOR, SECTOR)).isNotEqualTo(sectors(1, 1));
	}

	@Test
	void crashCorruptsSectorsAtTheGivenRate() {
		formatted(new StorageOptions(1, 1, 1, 0, 0.5, 1 << 20), 1, 100);
		this.storage.crash();
		int corrupt = 0;
		for (int sector = 0; sector < 100; sector++) {
			corrupt += Arrays.equals(read(sector * SECTOR, SECTOR), sectors(1, 1)) ? 0 : 1;
		}
		assertThat(corrupt).isBetween(30, 70);
	}

	@Test
	void nameSurvivesOnlyIfTheDirectoryIsSynchronized() {
		Set<String> left = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.append("log.new", sectors(1, 2), new Result<>());
			sync("log.new");
			this.storage.rename("log.new", "log");
			assertThat(this.storage.list()).containsExactly("log");
			this.storage.crash();
			left.add(this.storage.list() + " " + read(0, 1)[0]);
		}
		assertThat(left).containsExactly("[log, log.new] 1", "[log] 1", "[log] 2");
	}

	@Test
	void renameAfterWhichTheDirectoryIsSynchronizedSurvives() {
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.append("log.new", sectors(1, 2), new Result<>());
			sync("log.new");
			this.storage.rename("log.new", "log");
			this.storage.syncDirectory(new Result<>());
			run();
			this.storage.crash();
			assertThat(this.storage.list()).containsExactly("log");
			assertThat(read(0, SECTOR)).isEqualTo(sectors(1, 2));
		}
	}

	@Test
	void deletedFileAndReplacedDiskAreEmpty() {
		formatted(StorageOptions.reliable(), 1, 1);
		this.storage.delete("log");
		assertThat(this.storage.size("log")).isEqualTo(-1);
		Result<byte[]> result = new Result<>();
		this.storage.read("log", 0, 1, result);
		run();
		assertThat(result.failure).isInstanceOf(FileNotFoundException.class);
		formatted(StorageOptions.reliable(), 1, 1);
		this.storage.replace();
		assertThat(this.storage.list()).isEmpty();
	}

	@Test
	void sameSeedIsTheSameDisk() {
		List<byte[]> left = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			formatted(new StorageOptions(1, 1, 1, 0.5, 0.5, 1 << 20), 5, 10);
			this.storage.write("log", SECTOR / 2, sectors(8, 2), new Result<>());
			this.storage.crash();
			left.add(read(0, 10 * SECTOR));
		}
		assertThat(left.get(0)).isEqualTo(left.get(1));
	}

	private void formatted(StorageOptions options, long seed, int sectors) {
		this.storage = storage(options, seed);
		this.storage.append("log", sectors(sectors, 1), new Result<>());
		this.storage.sync("log", new Result<>());
		this.storage.syncDirectory(new Result<>());
		run();
	}

	private Result<Void> sync(String name) {
		Result<Void> result = new Result<>();
		this.storage.sync(name, result);
		run();
		return result;
	}

	private byte[] read(int position, int length) {
		Result<byte[]> result = new Result<>();
		this.storage.read("log", position, length, result);
		run();
		byte[] bytes = result.value;
		assertThat(bytes).isNotNull();
		return (bytes != null) ? bytes : new byte[0];
	}

	private SimulatedStorage storage(StorageOptions options, long seed) {
		return new SimulatedStorage(options, this.events, new SplittableRandom(seed));
	}

	private void run() {
		long limit = this.time.nowNanos() + 1_000_000_000L;
		boolean more = true;
		while (more) {
			more = this.events.runNext(limit);
		}
	}

	private static byte[] sectors(int count, int value) {
		byte[] bytes = new byte[count * SECTOR];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

	private static Result<Void> ending(List<String> ended, String name) {
		return new Result<>(() -> ended.add(name));
	}

	private static final class Result<T> implements SimulatedStorage.Callback<T> {

		private final Runnable whenDone;

		private boolean ended;

		private @Nullable T value;

		private @Nullable IOException failure;

		private Result() {
			this(() -> {
			});
		}

		private Result(Runnable whenDone) {
			this.whenDone = whenDone;
		}

		@Override
		public void done(@Nullable T result) {
			this.ended = true;
			this.value = result;
			this.whenDone.run();
		}

		@Override
		public void failed(IOException ex) {
			this.ended = true;
			this.failure = ex;
		}

	}

}
