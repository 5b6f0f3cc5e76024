package dev.viewstamped.state;

import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

/**
 * A checkpoint (VR Revisited §5.1): all that the log up to an entry has led to, as a tree
 * of pages whose digests lead up to one root (Merkle). Immutable, and safe for use by any
 * thread.
 */
public final class Checkpoint {

	private final Viewstamp viewstamp;

	private final Snapshot snapshot;

	private final List<MapPages<?, ?>> maps;

	private final List<SectionPages> sections;

	private final byte[] rootPage;

	private final Digest digest;

	Checkpoint(Viewstamp viewstamp, Snapshot snapshot, List<MapPages<?, ?>> maps, List<SectionPages> sections,
			PageWriter writer) {
		this.viewstamp = viewstamp;
		this.snapshot = snapshot;
		this.maps = List.copyOf(maps);
		this.sections = List.copyOf(sections);
		new RootPage(viewstamp, this.maps.stream().map(MapPages::root).toList(),
				this.sections.stream().map(SectionPages::root).toList())
			.write(writer);
		this.rootPage = writer.toByteArray();
		this.digest = writer.digest();
	}

	/**
	 * Identity of the last entry whose effects are in the checkpoint.
	 * @return the viewstamp
	 */
	public Viewstamp viewstamp() {
		return this.viewstamp;
	}

	/**
	 * The op-number up to which the checkpoint holds the effects of the log.
	 * @return the op-number
	 */
	public long opNumber() {
		return viewstamp().opNumber();
	}

	/**
	 * Digest of the root page.
	 * @return the digest
	 */
	public Digest digest() {
		return this.digest;
	}

	/**
	 * The state.
	 * @return the snapshot
	 */
	public Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Number of pages, for operators.
	 * @return the number of pages
	 */
	public long pageCount() {
		return 1 + this.maps.stream().mapToLong((map) -> map.seal().pages()).sum()
				+ this.sections.stream().mapToLong(SectionPages::pageCount).sum();
	}

	/**
	 * How large the state is.
	 * @return bytes of all entries and sections when encoded
	 */
	public long byteCount() {
		return this.maps.stream().mapToLong((map) -> map.seal().bytes()).sum()
				+ this.sections.stream().mapToLong(SectionPages::length).sum();
	}

	/**
	 * Encode a page.
	 * @param path the child to go to at each level, from the root page down; empty for
	 * the root page
	 * @return its bytes
	 * @throws IllegalArgumentException if there is no such page
	 * @throws IllegalStateException if the page is not any more what it was when it was
	 * digested: the application has changed an object after it was put into a map
	 */
	public byte[] page(List<Integer> path) {
		if (path.isEmpty()) {
			return this.rootPage.clone();
		}
		PageWriter writer = new PageWriter(new Digester());
		int first = checkIndex(path.get(0), this.maps.size() + this.sections.size());
		List<Integer> rest = path.subList(1, path.size());
		if (first < this.maps.size()) {
			this.maps.get(first).writePage(rest, writer, new PageDigester());
		}
		else {
			this.sections.get(first - this.maps.size()).writePage(rest, writer);
		}
		return writer.toByteArray();
	}

	/**
	 * Digest of a page.
	 * @param page the bytes of the page
	 * @return its digest
	 */
	public static Digest digestOf(byte[] page) {
		return new PageDigester().digest(page, page.length);
	}

	/**
	 * Make sure that a page has such a child.
	 */
	static int checkIndex(int index, int width) {
		if (index < 0 || index >= width) {
			throw new IllegalArgumentException(
					"There is no child %s of %s in the path of a page".formatted(index, width));
		}
		return index;
	}

	List<MapPages<?, ?>> maps() {
		return this.maps;
	}

	List<SectionPages> sections() {
		return this.sections;
	}

}
