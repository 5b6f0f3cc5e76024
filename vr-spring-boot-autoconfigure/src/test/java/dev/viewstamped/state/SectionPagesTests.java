package dev.viewstamped.state;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SectionPagesTests {

	private static final int CHUNK = SectionPages.CHUNK_LENGTH;

	private static final int FULL_LIST = CHUNK * SectionPages.LIST_WIDTH;

	private final Ledger ledger = new Ledger();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7, FULL_LIST - 1, FULL_LIST,
			FULL_LIST + 1, 3 * FULL_LIST + CHUNK + 5 })
	void sectionOfAnyLengthTravels(int length) {
		byte[] bytes = random(length);
		Checkpoint taken = this.ledger.take(1, bytes);
		Checkpoint fetched = new Ledger().fetch(taken);
		assertThat(fetched.snapshot().section("replica")).isEqualTo(bytes);
		assertThat(fetched.digest()).isEqualTo(taken.digest());
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 1", "1, 0, 1", "16384, 0, 1", "16385, 1, 3", "32768, 1, 3", "4194304, 1, 257",
			"4194305, 2, 260", "2147483647, 3, 131587" })
	void pagesGrowInLevels(int length, int height, long pages) {
		assertThat(SectionPages.height(length)).isEqualTo(height);
		long count = 0;
		for (int level = 0; level <= height; level++) {
			count += SectionPages.width(length, level);
		}
		assertThat(count).isEqualTo(pages);
	}

	@Test
	void changeInPlaceChangesFewPages() {
		byte[] before = random(FULL_LIST * 2);
		byte[] after = before.clone();
		after[FULL_LIST + 3 * CHUNK]++;
		Checkpoint first = this.ledger.take(1, before);
		Checkpoint second = this.ledger.take(2, after);
		CheckpointAssembly assembly = new Ledger().assemble(second, first);
		Ledger.fetch(assembly, second);
		assertThat(assembly.checkpoint().snapshot().section("replica")).isEqualTo(after);
		int root = second.page(List.of()).length;
		assertThat(assembly.fetchedBytes()).isEqualTo(root + (1 + 2 * 32) + (1 + 256 * 32) + (1 + CHUNK));
	}

	@Test
	void shorterSectionUsesChunksAtHand() {
		byte[] before = random(10 * CHUNK + 5);
		byte[] after = Arrays.copyOf(before, 7 * CHUNK);
		Checkpoint first = this.ledger.take(1, before);
		Checkpoint second = this.ledger.take(2, after);
		CheckpointAssembly assembly = new Ledger().assemble(second, first);
		Ledger.fetch(assembly, second);
		assertThat(assembly.checkpoint().snapshot().section("replica")).isEqualTo(after);
		assertThat(assembly.fetchedBytes()).isLessThan(CHUNK);
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
