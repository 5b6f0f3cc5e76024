package dev.viewstamped.state;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageTreeTests {

	@ParameterizedTest
	@CsvSource({ "1, 40", "2, 200", "3, 3000", "4, 20000", "5, 1000000" })
	void randomChangesGiveWhatTreeMapGives(long seed, int keys) {
		Random random = new Random(seed);
		PageTree<Integer, Long> tree = PageTree.empty();
		TreeMap<Integer, Long> model = new TreeMap<>();
		for (long step = 0; step < 60_000; step++) {
			boolean shrinking = (step / 10_000) % 2 == 1;
			int key = random.nextInt(keys);
			if (random.nextInt(10) < (shrinking ? 2 : 7)) {
				PageTree.Change<Integer, Long> change = tree.put(key, step);
				assertThat(change.before()).isEqualTo(model.put(key, step));
				tree = change.tree();
			}
			else {
				Integer present = model.ceilingKey(key);
				int target = (shrinking && present != null) ? present : key;
				PageTree.Change<Integer, Long> change = tree.remove(target);
				assertThat(change.before()).isEqualTo(model.remove(target));
				tree = change.tree();
			}
			assertThat(tree.size()).isEqualTo(model.size());
			assertThat(tree.get(key)).isEqualTo(model.get(key));
			if (step % 2_000 == 0) {
				PageTreeShape.of(tree);
				assertThat(entries(tree, null, null)).isEqualTo(List.copyOf(model.entrySet()));
			}
			if (step % 200 == 0) {
				assertSameRange(tree, model, random.nextInt(-5, keys + 5), random.nextInt(-5, keys + 5));
			}
		}
		PageTreeShape.of(tree);
	}

	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13 })
	void removingAllLeavesOneEmptyPage(long seed) {
		Random random = new Random(seed);
		PageTree<Integer, Integer> tree = ascending(10_000);
		List<Integer> keys = new ArrayList<>(entries(tree, null, null).stream().map(Map.Entry::getKey).toList());
		Collections.shuffle(keys, random);
		for (int i = 0; i < keys.size(); i++) {
			tree = tree.remove(keys.get(i)).tree();
			if (i % 500 == 0) {
				PageTreeShape.of(tree);
			}
		}
		assertThat(tree.size()).isZero();
		assertThat(PageTreeShape.of(tree).pages()).hasSize(1);
		assertThat(entries(tree, null, null)).isEmpty();
	}

	@Test
	void removingFromEitherEndKeepsTheShape() {
		PageTree<Integer, Integer> fromStart = ascending(5_000);
		PageTree<Integer, Integer> fromEnd = fromStart;
		for (int i = 0; i < 5_000; i++) {
			fromStart = fromStart.remove(i).tree();
			fromEnd = fromEnd.remove(4_999 - i).tree();
			if (i % 97 == 0) {
				PageTreeShape.of(fromStart);
				PageTreeShape.of(fromEnd);
			}
		}
		assertThat(fromStart.size()).isZero();
		assertThat(fromEnd.size()).isZero();
	}

	@Test
	void depthGrowsWithTheLogarithmOfTheSize() {
		assertThat(PageTreeShape.of(ascending(64)).depth()).isEqualTo(1);
		assertThat(PageTreeShape.of(ascending(65)).depth()).isEqualTo(2);
		assertThat(PageTreeShape.of(ascending(1_000)).depth()).isEqualTo(2);
		assertThat(PageTreeShape.of(ascending(60_000)).depth()).isEqualTo(3);
		assertThat(PageTreeShape.of(ascending(200_000)).depth()).isLessThanOrEqualTo(4);
		assertThat(PageTreeShape.of(descending(200_000)).depth()).isLessThanOrEqualTo(4);
	}

	@Test
	void changesCopyTheirPathOnly() {
		PageTree<Integer, Integer> tree = ascending(60_000);
		PageTreeShape<Integer, Integer> shape = PageTreeShape.of(tree);
		Random random = new Random(21);
		for (int i = 0; i < 20; i++) {
			int key = random.nextInt(60_000);
			assertThat(PageTreeShape.of(tree.put(key, -1).tree()).pagesNotIn(shape)).isEqualTo(shape.depth());
			assertThat(PageTreeShape.of(tree.remove(key).tree()).pagesNotIn(shape)).isLessThan(2L * shape.depth());
		}
		assertThat(PageTreeShape.of(tree.put(60_000, -1).tree()).pagesNotIn(shape))
			.isLessThanOrEqualTo(2L * shape.depth());
	}

	@Test
	void removeWhenKeyIsAbsentReturnsTheSameTree() {
		PageTree<Integer, Integer> tree = ascending(1_000);
		PageTree.Change<Integer, Integer> change = tree.remove(1_000);
		assertThat(change.tree()).isSameAs(tree);
		assertThat(change.before()).isNull();
	}

	@Test
	void putWhenKeyComparesEqualKeepsTheFirstKey() {
		PageTree<BigDecimal, String> tree = PageTree.empty();
		tree = tree.put(new BigDecimal("1.0"), "a").tree().put(new BigDecimal("1.00"), "b").tree();
		assertThat(tree.cursor(null, null).next()).isEqualTo(Map.entry(new BigDecimal("1.0"), "b"));
		assertThat(tree.size()).isEqualTo(1);
	}

	@Test
	void olderTreesStayAsTheyWere() {
		Random random = new Random(31);
		List<PageTree<Integer, Integer>> trees = new ArrayList<>();
		List<Map<Integer, Integer>> models = new ArrayList<>();
		PageTree<Integer, Integer> tree = PageTree.empty();
		TreeMap<Integer, Integer> model = new TreeMap<>();
		for (int step = 0; step < 20_000; step++) {
			int key = random.nextInt(4_000);
			if (random.nextInt(3) > 0) {
				tree = tree.put(key, step).tree();
				model.put(key, step);
			}
			else {
				tree = tree.remove(key).tree();
				model.remove(key);
			}
			if (step % 400 == 0) {
				trees.add(tree);
				models.add(new TreeMap<>(model));
			}
		}
		for (int i = 0; i < trees.size(); i++) {
			assertThat(entries(trees.get(i), null, null)).isEqualTo(List.copyOf(models.get(i).entrySet()));
		}
	}

	@Test
	void sameChangesGiveTheSamePages() {
		assertThat(widths(random(41))).isEqualTo(widths(random(41)));
	}

	@Test
	void cursorStaysAtItsEnd() {
		PageCursor<Integer, Integer> cursor = ascending(100).cursor(98, null);
		assertThat(cursor.next()).isEqualTo(Map.entry(98, 98));
		assertThat(cursor.next()).isEqualTo(Map.entry(99, 99));
		assertThat(cursor.next()).isNull();
		assertThat(cursor.next()).isNull();
	}

	private static void assertSameRange(PageTree<Integer, Long> tree, TreeMap<Integer, Long> model, int from, int to) {
		assertThat(entries(tree, from, null)).isEqualTo(List.copyOf(model.tailMap(from).entrySet()));
		assertThat(entries(tree, null, to)).isEqualTo(List.copyOf(model.headMap(to).entrySet()));
		assertThat(entries(tree, from, to))
			.isEqualTo((from < to) ? List.copyOf(model.subMap(from, to).entrySet()) : List.of());
	}

	private static <V> List<Map.Entry<Integer, V>> entries(PageTree<Integer, V> tree, @Nullable Integer from,
			@Nullable Integer to) {
		List<Map.Entry<Integer, V>> entries = new ArrayList<>();
		PageCursor<Integer, V> cursor = tree.cursor(from, to);
		for (Map.Entry<Integer, V> entry = cursor.next(); entry != null; entry = cursor.next()) {
			entries.add(entry);
		}
		return entries;
	}

	private static PageTree<Integer, Integer> ascending(int size) {
		PageTree<Integer, Integer> tree = PageTree.empty();
		for (int i = 0; i < size; i++) {
			tree = tree.put(i, i).tree();
		}
		return tree;
	}

	private static PageTree<Integer, Integer> descending(int size) {
		PageTree<Integer, Integer> tree = PageTree.empty();
		for (int i = size - 1; i >= 0; i--) {
			tree = tree.put(i, i).tree();
		}
		return tree;
	}

	private static PageTree<Integer, Integer> random(long seed) {
		Random random = new Random(seed);
		PageTree<Integer, Integer> tree = PageTree.empty();
		for (int i = 0; i < 10_000; i++) {
			int key = random.nextInt(2_000);
			tree = (random.nextInt(3) > 0) ? tree.put(key, i).tree() : tree.remove(key).tree();
		}
		return tree;
	}

	private static List<Integer> widths(PageTree<Integer, Integer> tree) {
		List<Integer> widths = new ArrayList<>();
		collectWidths(tree.root(), widths);
		return widths;
	}

	private static void collectWidths(Page<Integer, Integer> page, List<Integer> widths) {
		widths.add(page.width());
		if (page instanceof Branch<Integer, Integer> branch) {
			for (int i = 0; i < branch.width(); i++) {
				collectWidths(branch.child(i), widths);
			}
		}
	}

}
