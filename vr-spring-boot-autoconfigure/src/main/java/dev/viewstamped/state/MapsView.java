package dev.viewstamped.state;

/**
 * All replicated maps as they were at one moment between two commands. Shares its pages
 * with the maps, so it costs a reference for each map; immutable.
 */
public final class MapsView {

	private final PageTree<?, ?>[] trees;

	MapsView(PageTree<?, ?>[] trees) {
		this.trees = trees;
	}

	PageTree<?, ?> tree(int index) {
		return this.trees[index];
	}

}
