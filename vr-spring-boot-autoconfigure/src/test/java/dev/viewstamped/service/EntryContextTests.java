package dev.viewstamped.service;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntryContext}.
 */
class EntryContextTests {

	@Test
	void valuesComeFromTheEntry() {
		EntryContext context = new EntryContext(new Viewstamp(1, 2, 3), 5_000_000_007L);
		assertThat(context.opNumber()).isEqualTo(3);
		assertThat(context.viewstamp()).isEqualTo(new Viewstamp(1, 2, 3));
		assertThat(context.time()).isEqualTo(Instant.ofEpochSecond(5, 7));
	}

	@Test
	void contextsOfOneEntryAreTheSame() {
		EntryContext one = new EntryContext(new Viewstamp(0, 4, 100), 77);
		EntryContext other = new EntryContext(new Viewstamp(0, 4, 100), 77);
		for (int i = 0; i < 10; i++) {
			assertThat(one.nextId()).isEqualTo(other.nextId());
			assertThat(one.random().nextLong()).isEqualTo(other.random().nextLong());
		}
	}

	@Test
	void valuesAreTheSameInEveryVersion() {
		EntryContext context = new EntryContext(new Viewstamp(0, 4, 100), 77);
		assertThat(context.nextId()).hasToString("9751070b-c08f-8fa0-bd55-f81d5f6257f2");
		assertThat(context.random().nextLong()).isEqualTo(-5041989857580933969L);
	}

	@Test
	void contextsOfDifferentEntriesDiffer() {
		EntryContext context = new EntryContext(new Viewstamp(0, 4, 100), 77);
		long random = context.random().nextLong();
		assertThat(new EntryContext(new Viewstamp(0, 5, 100), 77).random().nextLong()).isNotEqualTo(random);
		assertThat(new EntryContext(new Viewstamp(0, 4, 101), 77).random().nextLong()).isNotEqualTo(random);
		assertThat(new EntryContext(new Viewstamp(0, 4, 100), 78).random().nextLong()).isNotEqualTo(random);
	}

	@Test
	void idsOfOneGroupNeverMeet() {
		Set<UUID> ids = new HashSet<>();
		Set<Long> upperHalves = new HashSet<>();
		for (long op = 1; op <= 50_000; op++) {
			EntryContext context = new EntryContext(new Viewstamp(0, op % 3, op), op * 1000);
			UUID first = context.nextId();
			upperHalves.add(first.getMostSignificantBits());
			ids.add(first);
			ids.add(context.nextId());
			assertThat(first.version()).isEqualTo(8);
			assertThat(first.variant()).isEqualTo(2);
		}
		assertThat(upperHalves).hasSize(50_000);
		assertThat(ids).hasSize(100_000);
	}

}
