package dev.viewstamped.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.viewstamped.Digest;

import org.jspecify.annotations.Nullable;

/**
 * Finds pages of checkpoints at hand, and pages that were fetched, by their digests.
 * Pages of a map are found for a map of the same name only, which has the same types.
 */
final class PagePool {

	private final boolean keepsFetched;

	private final Map<Digest, Checkpoint> checkpoints = new HashMap<>();

	private final Map<String, Map<Digest, Page<?, ?>>> maps = new HashMap<>();

	private final Map<Digest, Section> sections = new HashMap<>();

	private final Map<Digest, byte[]> chunks = new HashMap<>();

	PagePool(List<Checkpoint> checkpoints) {
		this(true);
		add(checkpoints);
	}

	private PagePool(boolean keepsFetched) {
		this.keepsFetched = keepsFetched;
	}

	/**
	 * A pool that stays empty: of a stream, which has each page as often as it is needed.
	 */
	static PagePool ofStream() {
		return new PagePool(false);
	}

	void add(List<Checkpoint> checkpoints) {
		for (Checkpoint checkpoint : checkpoints) {
			this.checkpoints.put(checkpoint.digest(), checkpoint);
			for (MapPages<?, ?> map : checkpoint.maps()) {
				add(this.maps.computeIfAbsent(map.format().name(), (name) -> new HashMap<>()), map.tree().root());
			}
			checkpoint.sections().forEach((section) -> add(section, section.height(), 0));
		}
	}

	/**
	 * A leaf was fetched, which this service would write as it came.
	 */
	void add(MapFormat<?, ?> format, Leaf<?, ?> leaf) {
		if (this.keepsFetched) {
			this.maps.computeIfAbsent(format.name(), (name) -> new HashMap<>())
				.putIfAbsent(Objects.requireNonNull(leaf.seal()).digest(), leaf);
		}
	}

	/**
	 * The bytes of a section's page on level 0 were fetched.
	 */
	void add(Digest digest, byte[] chunk) {
		if (this.keepsFetched) {
			this.chunks.put(digest, chunk);
		}
	}

	@Nullable Checkpoint checkpoint(Digest digest) {
		return this.checkpoints.get(digest);
	}

	@SuppressWarnings("unchecked")
	<K extends Comparable<? super K>, V> @Nullable Page<K, V> page(MapFormat<K, V> format, Digest digest) {
		return (Page<K, V>) this.maps.getOrDefault(format.name(), Map.of()).get(digest);
	}

	/**
	 * The bytes of a section below a page.
	 */
	byte @Nullable [] bytes(Digest digest) {
		Section section = this.sections.get(digest);
		return (section != null) ? section.pages().bytes(section.level(), section.index()) : this.chunks.get(digest);
	}

	private static <K extends Comparable<? super K>, V> void add(Map<Digest, Page<?, ?>> pages, Page<K, V> page) {
		// Below a page that is there already, all is there already.
		if (pages.putIfAbsent(Objects.requireNonNull(page.seal()).digest(), page) == null
				&& page instanceof Branch<K, V> branch) {
			for (int i = 0; i < branch.width(); i++) {
				add(pages, branch.child(i));
			}
		}
	}

	private void add(SectionPages pages, int level, int index) {
		if (this.sections.putIfAbsent(pages.digest(level, index), new Section(pages, level, index)) == null
				&& level > 0) {
			for (int i = index * SectionPages.LIST_WIDTH; i < pages.childrenEnd(level, index); i++) {
				add(pages, level - 1, i);
			}
		}
	}

	/**
	 * Where a page of a section is.
	 */
	private record Section(SectionPages pages, int level, int index) {

	}

}
