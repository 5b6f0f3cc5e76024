package dev.viewstamped.state;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.viewstamped.Digest;
import dev.viewstamped.state.CheckpointAssembly.MissingPage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CheckpointAssemblyTests {

	private final Ledger source = Ledger.of(10_000);

	private final Checkpoint wanted = this.source.take(9, new byte[50_000]);

	private final Ledger target = new Ledger();

	@Test
	void rootPageIsMissingFirst() {
		CheckpointAssembly assembly = this.target.assemble(this.wanted);
		assertThat(assembly.isComplete()).isFalse();
		assertThat(assembly.progress()).isZero();
		assertThat(assembly.missing(10)).containsExactly(new MissingPage(List.of(), this.wanted.digest(), 0));
		assertThat(give(assembly, assembly.missing(1).get(0))).isTrue();
		assertThat(assembly.missing(10)).extracting(MissingPage::path)
			.containsExactly(List.of(0), List.of(1), List.of(2));
		assertThatIllegalStateException().isThrownBy(assembly::checkpoint)
			.withMessage("Pages of the checkpoint are missing still. Ask isComplete() before");
	}

	@Test
	void missingPagesStayTheSameUntilTheyCome() {
		CheckpointAssembly assembly = this.target.assemble(this.wanted);
		give(assembly, assembly.missing(1).get(0));
		give(assembly, assembly.missing(1).get(0));
		give(assembly, assembly.missing(1).get(0));
		List<MissingPage> missing = assembly.missing(20);
		assertThat(assembly.missing(20)).isEqualTo(missing);
		assertThat(assembly.missing(7)).isEqualTo(missing.subList(0, 7));
		give(assembly, missing.get(3));
		assertThat(assembly.missing(20)).hasSize(20)
			.startsWith(missing.subList(0, 3).toArray(MissingPage[]::new))
			.containsAll(missing.subList(4, 20))
			.doesNotContain(missing.get(3));
		assertThat(assembly.missing(0)).isEmpty();
	}

	@Test
	void pagesAreAskedForInDepthSoThatFewAreKnownToBeMissing() {
		CheckpointAssembly assembly = this.target.assemble(this.wanted);
		List<Integer> before = List.of();
		int pages = 0;
		while (!assembly.isComplete()) {
			MissingPage page = assembly.missing(1).get(0);
			assertThat(Arrays.compare(before.toArray(Integer[]::new), page.path().toArray(Integer[]::new)))
				.matches((order) -> order < 0 || page.path().isEmpty());
			before = page.path();
			give(assembly, page);
			pages++;
		}
		assertThat(pages).isEqualTo(this.wanted.pageCount());
	}

	@Test
	void pagesComeInAnyOrderAndInPieces() {
		CheckpointAssembly assembly = this.target.assemble(this.wanted);
		int step = 0;
		while (!assembly.isComplete()) {
			List<MissingPage> missing = assembly.missing(17);
			MissingPage page = missing.get(step++ % missing.size());
			byte[] bytes = this.wanted.page(page.path());
			byte[] piece = Arrays.copyOfRange(bytes, page.offset(), Math.min(bytes.length, page.offset() + 777));
			assertThat(assembly.accept(page.digest(), bytes.length, page.offset(), piece)).isTrue();
		}
		assertThat(assembly.checkpoint().digest()).isEqualTo(this.wanted.digest());
		assertThat(assembly.missing(1)).isEmpty();
		this.target.maps.restore(assembly.checkpoint().snapshot());
		assertThat(this.target.balances()).isEqualTo(this.source.balances());
	}

	@Test
	void progressGrowsToOneAndAllBytesAreCounted() {
		CheckpointAssembly assembly = this.target.assemble(this.wanted);
		double before = 0;
		Set<Digest> digests = new HashSet<>();
		long bytes = 0;
		while (!assembly.isComplete()) {
			MissingPage page = assembly.missing(1).get(0);
			digests.add(page.digest());
			bytes += this.wanted.page(page.path()).length;
			give(assembly, page);
			assertThat(assembly.progress()).isBetween(before, 1.0);
			assertThat(assembly.progress()).isCloseTo(
					(double) bytes / (this.wanted.byteCount() + this.wanted.page(List.of()).length),
					Offset.offset(0.01));
			before = assembly.progress();
			assertThat(assembly.fetchedBytes()).isEqualTo(bytes);
		}
		assertThat(assembly.progress()).isEqualTo(1);
		assertThat(digests).hasSizeGreaterThan(300);
	}

	@Test
	void checkpointAtHandIsTakenAsItIs() {
		CheckpointAssembly assembly = this.source.assemble(this.wanted, this.source.take(3), this.wanted);
		assertThat(assembly.isComplete()).isTrue();
		assertThat(assembly.checkpoint()).isSameAs(this.wanted);
		assertThat(assembly.missing(1)).isEmpty();
		assertThat(assembly.fetchedBytes()).isZero();
		assertThat(assembly.progress()).isEqualTo(1);
	}

	@Test
	void onlyChangedPagesAreFetched() {
		this.target.maps.restore(this.target.fetch(this.wanted).snapshot());
		Checkpoint old = this.target.take(9, new byte[50_000]);
		this.source.execute((service) -> service.balances.put("account 4444", -1));
		Checkpoint changed = this.source.take(10, new byte[50_000]);
		CheckpointAssembly assembly = this.target.assemble(changed, old);
		int pages = 0;
		while (!assembly.isComplete()) {
			give(assembly, assembly.missing(1).get(0), changed);
			pages++;
		}
		assertThat(pages).isLessThanOrEqualTo(5);
		assertThat(assembly.checkpoint().digest()).isEqualTo(changed.digest());
		assertThat(assembly.checkpoint().pageCount()).isEqualTo(changed.pageCount());
		assertThat(assembly.checkpoint().byteCount()).isEqualTo(changed.byteCount());
		assertThat(tree(assembly.checkpoint(), "names").root()).isSameAs(tree(old, "names").root());
	}

	@Test
	void pagesOfSeveralCheckpointsAreUsed() {
		Ledger empty = new Ledger();
		Ledger balances = new Ledger();
		balances.execute((service) -> {
			for (int i = 0; i < 5_000; i++) {
				service.balances.put("account " + i, i);
			}
		});
		Ledger both = Ledger.of(5_000);
		Checkpoint first = balances.take(1);
		CheckpointAssembly assembly = empty.assemble(both.take(2), empty.take(1), first);
		Checkpoint wantedNow = both.take(2);
		give(assembly, assembly.missing(1).get(0), wantedNow);
		assertThat(assembly.missing(5)).extracting(MissingPage::path).containsExactly(List.of(1));
		Ledger.fetch(assembly, wantedNow);
		assertThat(assembly.checkpoint().digest()).isEqualTo(wantedNow.digest());
	}

	@Test
	void pagesOfMapsWithOtherNamesAreNotUsed() {
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		maps.map("first", String.class, String.class);
		maps.map("second", String.class, Long.class);
		maps.seal();
		PageTree<String, String> texts = PageTree.<String, String>empty().put("a", "1").tree();
		PageTree<String, Long> numbers = PageTree.<String, Long>empty().put("a", 1L).tree();
		CheckpointCodec codec = maps.checkpointCodec();
		Checkpoint first = codec.take(Ledger.at(1),
				new Snapshot(new TreeMap<>(Map.of("first", texts)), new TreeMap<>()));
		Checkpoint both = codec.take(Ledger.at(2),
				new Snapshot(new TreeMap<>(Map.of("first", texts, "second", numbers)), new TreeMap<>()));
		CheckpointAssembly assembly = codec.assemble(both.viewstamp(), both.digest(), List.of(first));
		Ledger.fetch(assembly, both);
		assertThat(((Leaf<?, ?>) tree(assembly.checkpoint(), "second").root()).value(0)).isEqualTo(1L);
		assertThat(assembly.checkpoint().digest()).isEqualTo(both.digest());
	}

	@Test
	void samePageInTwoPlacesIsAskedForOnce() {
		Checkpoint same = this.source.codec.take(Ledger.at(1),
				Snapshot.EMPTY.with("a", new byte[60_000]).with("b", new byte[60_000]));
		CheckpointAssembly assembly = this.target.assemble(same);
		give(assembly, assembly.missing(1).get(0), same);
		assertThat(assembly.missing(9)).extracting(MissingPage::path).containsExactly(List.of(0));
		give(assembly, assembly.missing(1).get(0), same);
		assertThat(assembly.missing(9)).hasSize(2);
		Ledger.fetch(assembly, same);
		assertThat(assembly.checkpoint().snapshot().section("a")).isEqualTo(new byte[60_000]);
		assertThat(assembly.checkpoint().snapshot().section("b")).isEqualTo(new byte[60_000]);
		assertThat(assembly.checkpoint().digest()).isEqualTo(same.digest());
	}

	private static PageTree<?, ?> tree(Checkpoint checkpoint, String map) {
		return Objects.requireNonNull(checkpoint.snapshot().maps().get(map));
	}

	private boolean give(CheckpointAssembly assembly, MissingPage page) {
		return give(assembly, page, this.wanted);
	}

	private static boolean give(CheckpointAssembly assembly, MissingPage page, Checkpoint from) {
		byte[] bytes = from.page(page.path());
		return assembly.accept(page.digest(), bytes.length, 0, bytes);
	}

}
