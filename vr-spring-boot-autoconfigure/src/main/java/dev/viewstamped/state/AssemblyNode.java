package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.viewstamped.Digest;

import org.jspecify.annotations.Nullable;

/**
 * A place in a checkpoint that is being put together, for one page and all below it.
 */
abstract sealed class AssemblyNode permits RootNode, MapNode, SectionNode {

	private final @Nullable AssemblyNode above;

	private final int index;

	private final Digest digest;

	private final int depth;

	/**
	 * Create a place.
	 * @param above the place of the page above; {@code null} at the root page
	 * @param index which child of the page above it is
	 * @param digest digest of the page
	 */
	AssemblyNode(@Nullable AssemblyNode above, int index, Digest digest) {
		this.above = above;
		this.index = index;
		this.digest = digest;
		this.depth = (above != null) ? above.depth + 1 : 0;
	}

	/**
	 * Fill the place from what is at hand, if possible.
	 * @param pool what is at hand
	 * @return whether it was filled
	 */
	abstract boolean reuse(PagePool pool);

	/**
	 * Take the page, which has the right digest.
	 * @param page the page
	 * @throws IllegalStateException if it cannot be read
	 */
	abstract void open(byte[] page);

	final int index() {
		return this.index;
	}

	final Digest digest() {
		return this.digest;
	}

	/**
	 * Pages from the root page to this one.
	 * @return the depth, 0 at the root page
	 */
	final int depth() {
		return this.depth;
	}

	final List<Integer> path() {
		List<Integer> path = new ArrayList<>(this.depth);
		AssemblyNode node = this;
		while (node.above != null) {
			path.add(node.index);
			node = node.above;
		}
		Collections.reverse(path);
		return path;
	}

}
