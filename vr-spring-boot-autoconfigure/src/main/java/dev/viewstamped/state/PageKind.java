package dev.viewstamped.state;

/**
 * First byte of every page, so that no page can be taken for one of another kind that has
 * the same bytes.
 */
final class PageKind {

	static final byte ROOT = 1;

	static final byte LEAF = 2;

	static final byte BRANCH = 3;

	static final byte CHUNK = 4;

	static final byte LIST = 5;

	/**
	 * The fingerprints of a leaf's entries. Not a page: only its digest is used, as that
	 * of the leaf.
	 */
	static final byte PRINTS = 6;

	private PageKind() {
	}

}
