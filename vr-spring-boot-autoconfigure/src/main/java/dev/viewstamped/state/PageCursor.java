package dev.viewstamped.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries of a {@link PageTree}, in the order of keys.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class PageCursor<K extends Comparable<? super K>, V> {

	private final Deque<Step<K, V>> path = new ArrayDeque<>();

	private final @Nullable K toExclusive;

	private Leaf<K, V> leaf = Leaf.empty();

	private int index;

	PageCursor(Page<K, V> root, @Nullable K fromInclusive, @Nullable K toExclusive) {
		this.toExclusive = toExclusive;
		descend(root, fromInclusive);
	}

	/**
	 * Move to the next entry.
	 * @return the entry, immutable, or {@code null} at the end of the range
	 */
	Map.@Nullable Entry<K, V> next() {
		while (this.index == this.leaf.width()) {
			Step<K, V> step = this.path.poll();
			if (step == null) {
				return null;
			}
			if (step.index() < step.branch().width()) {
				this.path.push(new Step<>(step.branch(), step.index() + 1));
				descend(step.branch().child(step.index()), null);
			}
		}
		K key = this.leaf.key(this.index);
		if (this.toExclusive != null && key.compareTo(this.toExclusive) >= 0) {
			return null;
		}
		return Map.entry(key, this.leaf.value(this.index++));
	}

	private void descend(Page<K, V> start, @Nullable K fromInclusive) {
		Page<K, V> page = start;
		while (page instanceof Branch<K, V> branch) {
			int child = (fromInclusive != null) ? branch.childFor(fromInclusive) : 0;
			this.path.push(new Step<>(branch, child + 1));
			page = branch.child(child);
		}
		this.leaf = (Leaf<K, V>) page;
		this.index = (fromInclusive != null) ? this.leaf.ceiling(fromInclusive) : 0;
	}

	/**
	 * Where to go on once the pages below are done.
	 */
	private record Step<K extends Comparable<? super K>, V>(Branch<K, V> branch, int index) {

	}

}
