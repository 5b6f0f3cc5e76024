package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.viewstamped.Digest;

/**
 * The bytes of a section as pages: chunks of bytes on level 0, and above them as many
 * levels of lists of digests as it takes to have one page at the top.
 */
final class SectionPages {

	/**
	 * Bytes of a section in one page.
	 */
	static final int CHUNK_LENGTH = 16 * 1024;

	/**
	 * Pages of which a list has the digests.
	 */
	static final int LIST_WIDTH = 256;

	private final String name;

	private final byte[] bytes;

	private final List<Digest[]> levels = new ArrayList<>();

	SectionPages(String name, byte[] bytes, PageWriter writer, Digester digester) {
		this.name = name;
		this.bytes = bytes;
		Digest[] digests = new Digest[width(bytes.length, 0)];
		for (int i = 0; i < digests.length; i++) {
			digests[i] = digester.digest(PageKind.CHUNK, bytes, from(0, i), to(0, i) - from(0, i));
		}
		this.levels.add(digests);
		for (int level = 1; level <= height(bytes.length); level++) {
			digests = new Digest[width(bytes.length, level)];
			for (int i = 0; i < digests.length; i++) {
				write(level, i, writer);
				digests[i] = writer.digest();
			}
			this.levels.add(digests);
		}
	}

	/**
	 * The level of the topmost page.
	 * @param length the bytes of the section
	 * @return 0 if one chunk holds them all
	 */
	static int height(int length) {
		int height = 0;
		while (width(length, height) > 1) {
			height++;
		}
		return height;
	}

	/**
	 * Number of pages on a level.
	 * @param length the bytes of the section
	 * @param level the level
	 * @return the number of pages, at least one
	 */
	static int width(int length, int level) {
		long span = span(level);
		return Math.max(1, (int) ((length + span - 1) / span));
	}

	/**
	 * Bytes of the section below a page that is full.
	 * @param level the level of the page
	 * @return the bytes
	 */
	static long span(int level) {
		long span = CHUNK_LENGTH;
		for (int i = 0; i < level; i++) {
			span *= LIST_WIDTH;
		}
		return span;
	}

	RootPage.SectionRoot root() {
		return new RootPage.SectionRoot(this.name, this.bytes.length, digest(height(), 0));
	}

	String name() {
		return this.name;
	}

	int length() {
		return this.bytes.length;
	}

	int height() {
		return this.levels.size() - 1;
	}

	int width(int level) {
		return this.levels.get(level).length;
	}

	/**
	 * Where the children of a list end.
	 * @param level the level of the list
	 * @param index which one of the level
	 * @return the index on the level below, after the last child; the first child is at
	 * {@code index * LIST_WIDTH}
	 */
	int childrenEnd(int level, int index) {
		return Math.min(width(level - 1), (index + 1) * LIST_WIDTH);
	}

	Digest digest(int level, int index) {
		return this.levels.get(level)[index];
	}

	long pageCount() {
		return this.levels.stream().mapToLong((level) -> level.length).sum();
	}

	/**
	 * The bytes below a page.
	 * @param level the level of the page
	 * @param index which one of the level
	 * @return the bytes
	 */
	byte[] bytes(int level, int index) {
		return Arrays.copyOfRange(this.bytes, from(level, index), to(level, index));
	}

	/**
	 * Encode a page.
	 * @param path the child to go to at each level, from the topmost page down
	 * @param writer what it is written to
	 * @throws IllegalArgumentException if there is no such page
	 */
	void writePage(List<Integer> path, PageWriter writer) {
		int level = height();
		int index = 0;
		for (int child : path) {
			int first = index * LIST_WIDTH;
			int children = (level > 0) ? childrenEnd(level, index) - first : 0;
			index = first + Checkpoint.checkIndex(child, children);
			level--;
		}
		write(level, index, writer);
	}

	/**
	 * Encode a page.
	 * @param level the level of the page
	 * @param index which one of the level
	 * @param writer what it is written to
	 */
	void write(int level, int index, PageWriter writer) {
		if (level == 0) {
			writer.begin(PageKind.CHUNK);
			writer.writeRaw(this.bytes, from(0, index), to(0, index) - from(0, index));
			return;
		}
		writer.begin(PageKind.LIST);
		Digest[] below = this.levels.get(level - 1);
		for (int i = index * LIST_WIDTH; i < childrenEnd(level, index); i++) {
			writer.writeDigest(below[i]);
		}
	}

	private int from(int level, int index) {
		return (int) (index * span(level));
	}

	private int to(int level, int index) {
		return (int) Math.min(this.bytes.length, (index + 1) * span(level));
	}

}
