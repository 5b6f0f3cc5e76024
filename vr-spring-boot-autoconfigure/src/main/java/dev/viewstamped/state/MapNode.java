package dev.viewstamped.state;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.viewstamped.Digest;

import org.jspecify.annotations.Nullable;

/**
 * The place of a page of a map. Hands the page over once all below it is there.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class MapNode<K extends Comparable<? super K>, V> extends AssemblyNode {

	// Half full pages of this depth would have more entries than a long can count.
	private static final int MAX_DEPTH = 13;

	private final CheckpointAssembly assembly;

	private final MapFormat<K, V> format;

	private final Target<K, V> target;

	private final SortedMap<Integer, Page<K, V>> children = new TreeMap<>();

	private int width;

	private long entries;

	private int length;

	MapNode(AssemblyNode above, int index, Digest digest, CheckpointAssembly assembly, MapFormat<K, V> format,
			Target<K, V> target) {
		super(above, index, digest);
		this.assembly = assembly;
		this.format = format;
		this.target = target;
	}

	@Override
	boolean reuse(PagePool pool) {
		Page<K, V> page = pool.page(this.format, digest());
		if (page == null) {
			return false;
		}
		requireWidth(page.width(), 1);
		Seal seal = Objects.requireNonNull(page.seal());
		this.assembly.here(seal.bytes());
		this.target.take(index(), page, seal.entries());
		return true;
	}

	@Override
	void open(byte[] bytes) {
		this.length = bytes.length;
		this.assembly.here(bytes.length);
		if (bytes[0] == PageKind.BRANCH) {
			List<Digest> digests = DigestPage.read(bytes, PageKind.BRANCH);
			requireWidth(digests.size(), 2);
			if (depth() > MAX_DEPTH) {
				throw PageReader.malformed("of map '%s' is %s pages deep".formatted(this.format.name(), depth()));
			}
			this.width = digests.size();
			for (int i = digests.size() - 1; i >= 0; i--) {
				this.assembly.need(new MapNode<>(this, i, digests.get(i), this.assembly, this.format, this::childDone));
			}
			return;
		}
		this.assembly.read(new LeafReading<>(this.format, bytes, this::take));
	}

	private void take(Leaf<K, V> leaf, boolean sameAsWritten) {
		requireWidth(leaf.width(), 1);
		if (sameAsWritten) {
			leaf.seal(new Seal(digest(), 1, leaf.width(), this.length));
			this.assembly.fetched(this.format, leaf);
		}
		this.target.take(index(), leaf, leaf.width());
	}

	private void childDone(int child, Page<K, V> page, long pageEntries) {
		this.children.put(child, page);
		this.entries += pageEntries;
		if (this.children.size() == this.width) {
			List<Page<K, V>> pages = List.copyOf(this.children.values());
			requireNeighbours(pages);
			Branch<K, V> branch = Branch.of(pages);
			Seal seal = seal(pages);
			if (seal != null) {
				branch.seal(seal);
			}
			this.target.take(index(), branch, this.entries);
		}
	}

	/**
	 * The seal of the page; {@code null} if one below has none, because this service
	 * writes it in another way, and so the page as well.
	 */
	private @Nullable Seal seal(List<Page<K, V>> pages) {
		long count = 1;
		long bytes = this.length;
		for (Page<K, V> page : pages) {
			Seal seal = page.seal();
			if (seal == null) {
				return null;
			}
			count += seal.pages();
			bytes += seal.bytes();
		}
		return new Seal(digest(), count, this.entries, bytes);
	}

	private void requireNeighbours(List<Page<K, V>> pages) {
		int height = height(pages.get(0));
		for (int i = 1; i < pages.size(); i++) {
			if (height(pages.get(i)) != height) {
				throw PageReader.malformed("of map '%s' has children of heights %s and %s".formatted(this.format.name(),
						height, height(pages.get(i))));
			}
			this.format.requireOrder(lastKey(pages.get(i - 1)), pages.get(i).key(0));
		}
	}

	private static <K extends Comparable<? super K>, V> int height(Page<K, V> top) {
		int height = 0;
		Page<K, V> page = top;
		while (page instanceof Branch<K, V> branch) {
			page = branch.child(0);
			height++;
		}
		return height;
	}

	private static <K extends Comparable<? super K>, V> K lastKey(Page<K, V> top) {
		Page<K, V> page = top;
		while (page instanceof Branch<K, V> branch) {
			page = branch.child(branch.width() - 1);
		}
		return page.key(page.width() - 1);
	}

	private void requireWidth(int slots, int leastAtTop) {
		int least = (depth() == 1) ? leastAtTop : Page.MIN_WIDTH;
		if (slots < least || slots > Page.MAX_WIDTH) {
			throw PageReader.malformed("of map '%s' has %s slots, and needs from %s to %s".formatted(this.format.name(),
					slots, least, Page.MAX_WIDTH));
		}
	}

	/**
	 * Takes a page whose place is filled.
	 *
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	interface Target<K extends Comparable<? super K>, V> {

		void take(int index, Page<K, V> page, long entries);

	}

}
