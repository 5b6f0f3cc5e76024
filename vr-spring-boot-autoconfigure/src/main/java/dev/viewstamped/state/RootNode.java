package dev.viewstamped.state;

import java.util.SortedMap;
import java.util.TreeMap;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

/**
 * The place of the root page.
 */
final class RootNode extends AssemblyNode {

	private final CheckpointAssembly assembly;

	private final CheckpointCodec codec;

	private final Viewstamp viewstamp;

	private final SortedMap<String, PageTree<?, ?>> trees = new TreeMap<>();

	private final SortedMap<String, byte[]> sections = new TreeMap<>();

	private int pending;

	RootNode(CheckpointAssembly assembly, CheckpointCodec codec, Viewstamp viewstamp, Digest digest) {
		super(null, 0, digest);
		this.assembly = assembly;
		this.codec = codec;
		this.viewstamp = viewstamp;
	}

	@Override
	boolean reuse(PagePool pool) {
		Checkpoint checkpoint = pool.checkpoint(digest());
		if (checkpoint == null) {
			return false;
		}
		this.assembly.complete(checkpoint);
		return true;
	}

	@Override
	void open(byte[] bytes) {
		RootPage page = RootPage.read(bytes);
		if (!page.viewstamp().equals(this.viewstamp)) {
			throw PageReader
				.malformed("is of a checkpoint at %s instead of %s".formatted(page.viewstamp(), this.viewstamp));
		}
		this.assembly.expect(page);
		int mapCount = page.maps().size();
		this.pending = mapCount + page.sections().size();
		for (int i = page.sections().size() - 1; i >= 0; i--) {
			needSection(mapCount + i, page.sections().get(i));
		}
		for (int i = mapCount - 1; i >= 0; i--) {
			needMap(i, page.maps().get(i), this.codec.mapFormat(page.maps().get(i).name()));
		}
		if (this.pending == 0) {
			finish();
		}
	}

	private <K extends Comparable<? super K>, V> void needMap(int index, RootPage.MapRoot root,
			MapFormat<K, V> format) {
		this.assembly.need(new MapNode<>(this, index, root.digest(), this.assembly, format, (child, page, entries) -> {
			if (entries != root.entries()) {
				throw PageReader.malformed("says that map '%s' has %s entries, and it has %s".formatted(root.name(),
						root.entries(), entries));
			}
			this.trees.put(root.name(), PageTree.of(page, entries));
			childDone();
		}));
	}

	private void needSection(int index, RootPage.SectionRoot root) {
		int height = SectionPages.height(root.length());
		this.assembly
			.need(new SectionNode(this, index, root.digest(), this.assembly, height, root.length(), (child, bytes) -> {
				this.sections.put(root.name(), bytes);
				childDone();
			}));
	}

	private void childDone() {
		this.pending--;
		if (this.pending == 0) {
			finish();
		}
	}

	private void finish() {
		this.assembly.complete(this.codec.take(this.viewstamp, new Snapshot(this.trees, this.sections)));
	}

}
