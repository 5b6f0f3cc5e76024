package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.viewstamped.ReplicatedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class ReplicatedMapsTests {

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void randomCommandsGiveWhatTreeMapsGive(long seed) {
		Random random = new Random(seed);
		List<ReplicatedMap<String, Integer>> actual = new ArrayList<>();
		List<TreeMap<String, Integer>> committed = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			actual.add(this.maps.map("map" + i, String.class, Integer.class));
			committed.add(new TreeMap<>());
		}
		this.maps.seal();
		for (int command = 0; command < 800; command++) {
			List<TreeMap<String, Integer>> working = new ArrayList<>();
			committed.forEach((model) -> working.add(new TreeMap<>(model)));
			this.maps.beginCommand();
			int changes = random.nextInt(40);
			for (int change = 0; change < changes; change++) {
				int index = random.nextInt(random.nextInt(4) + 1);
				changeBoth(random, actual.get(index), working.get(index));
			}
			if (random.nextInt(3) == 0) {
				this.maps.rollbackCommand();
			}
			else {
				this.maps.commitCommand();
				committed = working;
			}
			this.maps.beginQuery();
			for (int i = 0; i < 4; i++) {
				assertThat(actual.get(i).size()).isEqualTo(committed.get(i).size());
				assertThat(actual.get(i).entries()).isEqualTo(List.copyOf(committed.get(i).entrySet()));
			}
			this.maps.endQuery();
			assertThat(this.maps.entryCount()).isEqualTo(committed.stream().mapToLong(Map::size).sum());
		}
	}

	@Test
	void rollbackPutsBackTheVeryPages() {
		PagedMap<String, Integer> map = (PagedMap<String, Integer>) this.maps.map("entries", String.class,
				Integer.class);
		this.maps.seal();
		this.maps.beginCommand();
		map.put("a", 1);
		this.maps.commitCommand();
		PageTree<String, Integer> before = map.tree();
		this.maps.beginCommand();
		map.put("a", 2);
		map.remove("a");
		map.put("b", 3);
		this.maps.rollbackCommand();
		assertThat(map.tree()).isSameAs(before);
		this.maps.beginCommand();
		map.put("c", 4);
		this.maps.commitCommand();
		this.maps.beginCommand();
		this.maps.rollbackCommand();
		this.maps.beginQuery();
		assertThat(map.entries()).containsExactly(Map.entry("a", 1), Map.entry("c", 4));
	}

	@Test
	void commandSeesItsOwnChanges() {
		ReplicatedMap<Long, String> map = this.maps.map("entries", Long.class, String.class);
		this.maps.seal();
		this.maps.beginCommand();
		assertThat(map.isEmpty()).isTrue();
		assertThat(map.put(1L, "a")).isNull();
		assertThat(map.put(1L, "b")).isEqualTo("a");
		assertThat(map.get(1L)).isEqualTo("b");
		assertThat(map.containsKey(1L)).isTrue();
		assertThat(map.containsKey(2L)).isFalse();
		assertThat(map.size()).isEqualTo(1);
		assertThat(map.remove(1L)).isEqualTo("b");
		assertThat(map.remove(1L)).isNull();
		assertThat(map.isEmpty()).isTrue();
	}

	@Test
	void entryCountShowsCommittedEntriesOnly() {
		ReplicatedMap<Integer, Integer> first = this.maps.map("first", Integer.class, Integer.class);
		ReplicatedMap<Integer, Integer> second = this.maps.map("second", Integer.class, Integer.class);
		this.maps.seal();
		this.maps.beginCommand();
		first.put(1, 1);
		second.put(1, 1);
		second.put(2, 2);
		assertThat(this.maps.entryCount()).isZero();
		this.maps.commitCommand();
		assertThat(this.maps.entryCount()).isEqualTo(3);
		assertThat(this.maps.mapCount()).isEqualTo(2);
	}

	@Test
	void mapWhenNameIsTakenThrows() {
		this.maps.map("entries", String.class, String.class);
		assertThatIllegalArgumentException().isThrownBy(() -> this.maps.map("entries", Long.class, String.class))
			.withMessage("Map 'entries' exists already. Choose another name, or share the one map between the beans");
	}

	@Test
	void mapWhenNameIsUnfitThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.maps.map(" ", String.class, String.class))
			.withMessage("'name' of a map must not be blank, but is ' '");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.maps.map("x".repeat(201), String.class, String.class))
			.withMessage("'name' of a map must have at most 200 characters, but '%s' has 201", "x".repeat(201));
		assertThat(this.maps.map("x".repeat(200), String.class, String.class).name()).hasSize(200);
	}

	@Test
	@SuppressWarnings("NullAway")
	void mapWhenArgumentIsNullThrows() {
		assertThatNullPointerException().isThrownBy(() -> this.maps.map(null, String.class, String.class))
			.withMessage("'name' of a map must not be null");
		assertThatNullPointerException().isThrownBy(() -> this.maps.map("entries", (Class<String>) null, String.class))
			.withMessage("'keyType' of map 'entries' must not be null");
		assertThatNullPointerException().isThrownBy(() -> this.maps.map("entries", String.class, null))
			.withMessage("'valueType' of map 'entries' must not be null");
	}

	@Test
	void mapWhenTypeIsPrimitiveThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.maps.map("entries", String.class, int.class))
			.withMessage("'valueType' of map 'entries' must not be the primitive type int. Use its wrapper class");
	}

	@Test
	void mapWhenSealedThrows() {
		this.maps.seal();
		this.maps.seal();
		assertThatIllegalStateException().isThrownBy(() -> this.maps.map("late", String.class, String.class))
			.withMessage("Map 'late' cannot be created: the replica has started, and its maps must be there before the"
					+ " first command. Create it while beans are created, in a constructor for example");
	}

	@Test
	void beginWhenNotSealedThrows() {
		assertThatIllegalStateException().isThrownBy(this.maps::beginCommand)
			.withMessage("A command cannot begin while maps can still be created. Call seal() first");
		assertThatIllegalStateException().isThrownBy(this.maps::beginQuery)
			.withMessage("A query cannot begin while maps can still be created. Call seal() first");
	}

	private static void changeBoth(Random random, ReplicatedMap<String, Integer> map, TreeMap<String, Integer> model) {
		String key = "key" + random.nextInt(700);
		int value = random.nextInt();
		switch (random.nextInt(6)) {
			case 0, 1, 2 -> assertThat(map.put(key, value)).isEqualTo(model.put(key, value));
			case 3, 4 -> assertThat(map.remove(key)).isEqualTo(model.remove(key));
			default -> {
				String end = "key" + random.nextInt(700);
				assertThat(map.entriesFrom(key)).isEqualTo(List.copyOf(model.tailMap(key).entrySet()));
				assertThat(map.entries(key, end))
					.isEqualTo((key.compareTo(end) < 0) ? List.copyOf(model.subMap(key, end).entrySet()) : List.of());
			}
		}
	}

}
