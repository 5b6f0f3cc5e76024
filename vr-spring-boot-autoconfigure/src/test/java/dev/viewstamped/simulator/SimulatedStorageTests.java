package dev.viewstamped.simulator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link SimulatedStorage}.
 */
class SimulatedStorageTests {

	private static final int SECTOR = SimulatedFile.SECTOR_BYTES;

	private static final int SEEDS = 200;

	private SimulatedStorage storage = storage(StorageOptions.reliable(), 1);

	@Test
	void whatIsSynchronizedSurvivesEachCrash() throws IOException {
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 3);
			this.storage.append("log", sectors(2, 9));
			this.storage.crash();
			assertThat(read(0, 3 * SECTOR)).isEqualTo(sectors(3, 1));
		}
	}

	@Test
	void unsynchronizedWriteIsLostTornOrKeptBySectors() throws IOException {
		Set<String> outcomes = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 3);
			this.storage.write("log", 0, sectors(3, 2));
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
	void appendThatIsTornLeavesLessOrAHole() throws IOException {
		Set<Integer> sizes = new TreeSet<>();
		boolean hole = false;
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.append("log", sectors(2, 2));
			this.storage.crash();
			sizes.add(this.storage.size("log") / SECTOR);
			hole |= Arrays.equals(read(SECTOR, SECTOR), sectors(1, 0));
		}
		assertThat(sizes).containsExactly(1, 2, 3);
		assertThat(hole).isTrue();
	}

	@Test
	void failedSynchronizationLosesSomeForGood() throws IOException {
		boolean lost = false;
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.failNextSync();
			this.storage.write("log", 0, sectors(1, 2));
			assertThatIOException().isThrownBy(() -> this.storage.sync("log")).withMessageContaining("log");
			this.storage.sync("log");
			assertThat(read(0, 1)).containsExactly(2);
			this.storage.crash();
			lost |= read(0, 1)[0] == 1;
		}
		assertThat(lost).isTrue();
	}

	@Test
	void synchronizationsFailAtTheGivenRate() throws IOException {
		this.storage = storage(new StorageOptions(0.5, 0, 1 << 20), 1);
		this.storage.append("log", sectors(1, 1));
		int failures = 0;
		for (int i = 0; i < SEEDS; i++) {
			failures += (catchThrowable(() -> this.storage.sync("log")) != null) ? 1 : 0;
		}
		assertThat(failures).isBetween(SEEDS / 3, 2 * SEEDS / 3);
	}

	@Test
	void fullDiskTakesOnlyPart() throws IOException {
		this.storage = storage(new StorageOptions(0, 0, 2 * SECTOR), 1);
		this.storage.append("log", sectors(1, 1));
		assertThatIOException().isThrownBy(() -> this.storage.append("log", sectors(2, 2)))
			.withMessageContaining("No space left");
		assertThat(this.storage.size("log")).isBetween(SECTOR, 2 * SECTOR);
		this.storage.write("log", 0, sectors(1, 3));
		assertThat(read(0, SECTOR)).isEqualTo(sectors(1, 3));
	}

	@Test
	void spaceThatIsTakenComesBack() throws IOException {
		formatted(StorageOptions.reliable(), 1, 1);
		this.storage.fill(10);
		assertThatIOException().isThrownBy(() -> this.storage.append("log", sectors(1, 2)));
		this.storage.mend();
		this.storage.append("log", sectors(1, 2));
	}

	@Test
	void corruptSectorReadsAsSomethingElse() throws IOException {
		formatted(StorageOptions.reliable(), 1, 3);
		this.storage.corrupt("log", 1);
		assertThat(read(0, SECTOR)).isEqualTo(sectors(1, 1));
		assertThat(read(SECTOR, SECTOR)).isNotEqualTo(sectors(1, 1)).hasSize(SECTOR);
		assertThat(read(2 * SECTOR, SECTOR)).isEqualTo(sectors(1, 1));
		this.storage.crash();
		assertThat(read(SECTOR, SECTOR)).isNotEqualTo(sectors(1, 1));
	}

	@Test
	void crashCorruptsSectorsAtTheGivenRate() throws IOException {
		formatted(new StorageOptions(0, 0.5, 1 << 20), 1, 100);
		this.storage.crash();
		int corrupt = 0;
		for (int sector = 0; sector < 100; sector++) {
			corrupt += Arrays.equals(read(sector * SECTOR, SECTOR), sectors(1, 1)) ? 0 : 1;
		}
		assertThat(corrupt).isBetween(30, 70);
	}

	@Test
	void nameSurvivesOnlyIfTheDirectoryIsSynchronized() throws IOException {
		Set<String> left = new TreeSet<>();
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.append("log.new", sectors(1, 2));
			this.storage.sync("log.new");
			this.storage.rename("log.new", "log");
			assertThat(this.storage.list()).containsExactly("log");
			this.storage.crash();
			left.add(this.storage.list() + " " + read(0, 1)[0]);
		}
		assertThat(left).containsExactly("[log, log.new] 1", "[log] 1", "[log] 2");
	}

	@Test
	void renameAfterWhichTheDirectoryIsSynchronizedSurvives() throws IOException {
		for (int seed = 0; seed < SEEDS; seed++) {
			formatted(StorageOptions.reliable(), seed, 1);
			this.storage.append("log.new", sectors(1, 2));
			this.storage.sync("log.new");
			this.storage.rename("log.new", "log");
			this.storage.syncDirectory();
			this.storage.crash();
			assertThat(this.storage.list()).containsExactly("log");
			assertThat(read(0, SECTOR)).isEqualTo(sectors(1, 2));
		}
	}

	@Test
	void deletedFileAndReplacedDiskAreEmpty() throws IOException {
		formatted(StorageOptions.reliable(), 1, 1);
		this.storage.delete("log");
		assertThat(this.storage.size("log")).isEqualTo(-1);
		assertThatExceptionOfType(FileNotFoundException.class).isThrownBy(() -> this.storage.read("log", 0, 1));
		formatted(StorageOptions.reliable(), 1, 1);
		this.storage.replace();
		assertThat(this.storage.list()).isEmpty();
	}

	@Test
	void sameSeedIsTheSameDisk() throws IOException {
		List<byte[]> left = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			formatted(new StorageOptions(0, 0.5, 1 << 20), 5, 10);
			this.storage.write("log", SECTOR / 2, sectors(8, 2));
			this.storage.crash();
			left.add(read(0, 10 * SECTOR));
		}
		assertThat(left.get(0)).isEqualTo(left.get(1));
	}

	private void formatted(StorageOptions options, long seed, int sectors) throws IOException {
		this.storage = storage(options, seed);
		this.storage.append("log", sectors(sectors, 1));
		this.storage.sync("log");
		this.storage.syncDirectory();
	}

	private byte[] read(int position, int length) throws IOException {
		return this.storage.read("log", position, length);
	}

	private SimulatedStorage storage(StorageOptions options, long seed) {
		return new SimulatedStorage(options, new SplittableRandom(seed));
	}

	private static byte[] sectors(int count, int value) {
		byte[] bytes = new byte[count * SECTOR];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

}
