package dev.viewstamped.state;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks over the pages of a tree and holds them against the rules of a B+tree.
 */
final class PageTreeShape<K extends Comparable<? super K>, V> {

	private final Set<Page<K, V>> pages = Collections.newSetFromMap(new IdentityHashMap<>());

	private final int depth;

	private long entries;

	private PageTreeShape(PageTree<K, V> tree) {
		this.depth = visit(tree.root(), true);
		assertThat(tree.size()).isEqualTo(this.entries);
	}

	static <K extends Comparable<? super K>, V> PageTreeShape<K, V> of(PageTree<K, V> tree) {
		return new PageTreeShape<>(tree);
	}

	int depth() {
		return this.depth;
	}

	Set<Page<K, V>> pages() {
		return this.pages;
	}

	long pagesNotIn(PageTreeShape<K, V> other) {
		return this.pages.stream().filter((page) -> !other.pages.contains(page)).count();
	}

	private int visit(Page<K, V> page, boolean root) {
		this.pages.add(page);
		int least = (page instanceof Branch) ? 2 : 0;
		assertThat(page.width()).isBetween(root ? least : Page.MIN_WIDTH, Page.MAX_WIDTH);
		for (int i = 1; i < page.width(); i++) {
			assertThat(page.key(i - 1).compareTo(page.key(i))).isNegative();
		}
		if (!(page instanceof Branch<K, V> branch)) {
			this.entries += page.width();
			return 1;
		}
		int height = 0;
		for (int i = 0; i < branch.width(); i++) {
			Page<K, V> child = branch.child(i);
			assertThat(child.key(0)).isSameAs(branch.key(i));
			if (i + 1 < branch.width()) {
				assertThat(child.key(child.width() - 1).compareTo(branch.key(i + 1))).isNegative();
			}
			int childHeight = visit(child, false);
			assertThat(childHeight).isEqualTo((i == 0) ? childHeight : height);
			height = childHeight;
		}
		return height + 1;
	}

}
