package dev.viewstamped.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import dev.viewstamped.Digest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages made by hand, all of them with the right digests, for maps "numbers" of whole
 * numbers.
 */
final class ForgedCheckpoint {

	private final PageWriter writer = new PageWriter(new Digester());

	private final Map<Digest, byte[]> pages = new HashMap<>();

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());

	ForgedCheckpoint() {
		this.maps.map("numbers", Integer.class, Integer.class);
		this.maps.seal();
	}

	/**
	 * A page that is written by hand.
	 */
	Digest page(Consumer<PageWriter> contents) {
		this.writer.clear();
		contents.accept(this.writer);
		byte[] page = this.writer.toByteArray();
		Digest digest = Checkpoint.digestOf(page);
		this.pages.put(digest, page);
		return digest;
	}

	/**
	 * A page of entries with the keys of a range.
	 */
	Digest leaf(int from, int to) {
		return page((page) -> {
			page.begin(PageKind.LEAF);
			page.writeNumber(to - from);
			for (int i = from; i < to; i++) {
				page.writeString("" + i);
				page.writeString("1");
			}
		});
	}

	Digest branch(Collection<Digest> children) {
		return page((page) -> {
			page.begin(PageKind.BRANCH);
			children.forEach(page::writeDigest);
		});
	}

	/**
	 * Fetch a checkpoint with such a map.
	 */
	Checkpoint fetchMap(Digest top, long entries) {
		return fetch(new RootPage(Ledger.at(1), List.of(new RootPage.MapRoot("numbers", entries, 1, top)), List.of()));
	}

	/**
	 * Fetch a checkpoint with such a section.
	 */
	Checkpoint fetchSection(Digest top, int length) {
		return fetch(new RootPage(Ledger.at(1), List.of(), List.of(new RootPage.SectionRoot("replica", length, top))));
	}

	Checkpoint fetch(RootPage root) {
		return fetch(page(root::write));
	}

	/**
	 * Fetch the checkpoint with a root page, one page at a time.
	 */
	Checkpoint fetch(Digest root) {
		CheckpointAssembly assembly = this.maps.checkpointCodec().assemble(Ledger.at(1), root, List.of());
		while (!assembly.isComplete()) {
			Digest digest = assembly.missing(1).get(0).digest();
			byte[] page = Objects.requireNonNull(this.pages.get(digest));
			assertThat(assembly.accept(digest, page.length, 0, page)).isTrue();
		}
		return assembly.checkpoint();
	}

}
