package dev.viewstamped.message;

import java.util.List;

/**
 * Where a page of a checkpoint is, and from which byte on it is wanted.
 *
 * @param path the child to go to at each level, from the root page down; empty for the
 * root page
 * @param offset the first byte that is wanted, 0 for the whole page
 */
public record PageRequest(List<Integer> path, int offset) {

	public PageRequest {
		path = List.copyOf(path);
	}

}
