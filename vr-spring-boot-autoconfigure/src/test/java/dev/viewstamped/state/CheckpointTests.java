package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.viewstamped.Digest;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.Viewstamp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CheckpointTests {

	@Test
	void equalHistoriesGiveEqualDigests() {
		Ledger first = Ledger.of(5_000);
		Ledger second = Ledger.of(5_000);
		for (int step = 0; step < 5; step++) {
			first.change(step, 300, 8_000);
			second.change(step, 300, 8_000);
			if (step == 2) {
				first.take(step);
			}
		}
		assertThat(first.take(9).digest()).isEqualTo(second.take(9).digest());
	}

	@Test
	void anyDifferenceGivesAnotherDigest() {
		Set<Digest> digests = new HashSet<>();
		Ledger ledger = Ledger.of(500);
		digests.add(ledger.take(9, new byte[] { 1 }).digest());
		digests.add(ledger.take(9, new byte[] { 2 }).digest());
		digests.add(ledger.take(9, new byte[] { 1, 0 }).digest());
		digests.add(ledger.take(10, new byte[] { 1 }).digest());
		digests.add(ledger.codec.take(new Viewstamp(1, 3, 9), ledger.maps.snapshot().with("replica", new byte[] { 1 }))
			.digest());
		digests.add(ledger.codec.take(new Viewstamp(0, 4, 9), ledger.maps.snapshot().with("replica", new byte[] { 1 }))
			.digest());
		digests.add(ledger.codec.take(Ledger.at(9), ledger.maps.snapshot().with("other", new byte[] { 1 })).digest());
		digests.add(ledger.codec.take(Ledger.at(9), ledger.maps.snapshot()).digest());
		ledger.execute((service) -> service.balances.put("account 77", 78));
		digests.add(ledger.take(9, new byte[] { 1 }).digest());
		ledger.execute((service) -> service.balances.remove("account 77"));
		digests.add(ledger.take(9, new byte[] { 1 }).digest());
		assertThat(digests).hasSize(10);
	}

	@Test
	void mapsWithoutEntriesMakeNoDifference() {
		Ledger ledger = Ledger.of(100);
		ledger.execute((service) -> {
			for (int i = 0; i < 100; i++) {
				service.names.remove(i);
			}
		});
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		ReplicatedMap<String, Integer> balances = maps.map("balances", String.class, Integer.class);
		maps.seal();
		maps.beginCommand();
		for (int i = 0; i < 100; i++) {
			balances.put("account " + i, i);
		}
		maps.commitCommand();
		assertThat(maps.checkpointCodec().take(Ledger.at(1), maps.snapshot()).digest())
			.isEqualTo(ledger.codec.take(Ledger.at(1), ledger.maps.snapshot()).digest());
	}

	@Test
	void takeEncodesNothingThatPutHasEncoded() {
		CountingValueCodec values = new CountingValueCodec();
		Ledger ledger = new Ledger(values);
		ledger.fill(50_000);
		assertThat(values.takeEncoded()).isEqualTo(200_000);
		ledger.take(1);
		ledger.take(2);
		assertThat(values.takeEncoded()).isZero();
		ledger.execute((service) -> service.balances.put("account 777", -1));
		assertThat(values.takeEncoded()).isEqualTo(2);
		ledger.take(3);
		assertThat(values.takeEncoded()).isZero();
	}

	@Test
	void takeStaysWhatItWasWhenTheStateChanges() {
		Ledger ledger = Ledger.of(3_000);
		Checkpoint before = ledger.take(1);
		Digest digest = before.digest();
		byte[] page = before.page(List.of(0, 1, 3));
		ledger.change(5, 1_000, 3_000);
		ledger.take(2);
		assertThat(before.digest()).isEqualTo(digest);
		assertThat(before.page(List.of(0, 1, 3))).isEqualTo(page);
		assertThat(Ledger.of(3_000).take(1).digest()).isEqualTo(digest);
	}

	@Test
	void pagesAreMapsThenSectionsInTheOrderOfNames() {
		Ledger ledger = Ledger.of(3);
		Checkpoint checkpoint = ledger.codec.take(Ledger.at(1),
				ledger.maps.snapshot().with("b", new byte[] { 2 }).with("a", new byte[] { 1 }));
		RootPage root = RootPage.read(checkpoint.page(List.of()));
		assertThat(root.viewstamp()).isEqualTo(Ledger.at(1));
		assertThat(root.maps()).extracting(RootPage.MapRoot::name).containsExactly("balances", "names");
		assertThat(root.maps()).extracting(RootPage.MapRoot::entries).containsExactly(3L, 3L);
		assertThat(root.sections()).extracting(RootPage.SectionRoot::name).containsExactly("a", "b");
		assertThat(root.sections()).extracting(RootPage.SectionRoot::length).containsExactly(1, 1);
		assertThat(checkpoint.page(List.of(0))).asString()
			.contains("account 0", "account 1", "account 2")
			.doesNotContain("name");
		assertThat(checkpoint.page(List.of(1))).asString().contains("name 0", "name 1", "name 2");
		assertThat(checkpoint.page(List.of(2))).containsExactly(PageKind.CHUNK, 1);
		assertThat(checkpoint.page(List.of(3))).containsExactly(PageKind.CHUNK, 2);
		assertThat(Checkpoint.digestOf(checkpoint.page(List.of()))).isEqualTo(checkpoint.digest());
		assertThat(root.maps().get(0).digest()).isEqualTo(Checkpoint.digestOf(checkpoint.page(List.of(0))));
		assertThat(root.sections().get(1).digest()).isEqualTo(Checkpoint.digestOf(checkpoint.page(List.of(3))));
	}

	@Test
	void pagesAndBytesAreCounted() {
		Checkpoint checkpoint = Ledger.of(20_000).take(1, new byte[5_000_000]);
		List<List<Integer>> paths = paths(checkpoint, List.of());
		assertThat(checkpoint.pageCount()).isEqualTo(paths.size());
		long bytes = paths.stream()
			.filter((path) -> !path.isEmpty() && path.get(0) < 2)
			.mapToLong((path) -> checkpoint.page(path).length)
			.sum();
		assertThat(checkpoint.byteCount()).isEqualTo(bytes + 5_000_000);
	}

	@Test
	void pageWhenPathLeadsNowhereThrows() {
		Checkpoint checkpoint = Ledger.of(3_000).take(1, new byte[100_000]);
		assertThat(checkpoint.page(List.of(2, 6))).hasSize(1 + 100_000 - 6 * 16_384);
		for (List<Integer> path : List.of(List.of(-1), List.of(3), List.of(0, -1), List.of(0, 64), List.of(0, 0, 0, 0),
				List.of(2, 7), List.of(2, -1), List.of(2, 0, 0), List.of(Integer.MAX_VALUE),
				List.of(Integer.MIN_VALUE))) {
			assertThatIllegalArgumentException().as("%s", path)
				.isThrownBy(() -> checkpoint.page(path))
				.withMessageStartingWith("There is no child " + path.get(path.size() - 1) + " of ");
		}
	}

	@Test
	void pageWhenItIsTheRootMayBeChangedByTheCaller() {
		Checkpoint checkpoint = Ledger.of(3).take(1);
		checkpoint.page(List.of())[0]++;
		assertThat(Checkpoint.digestOf(checkpoint.page(List.of()))).isEqualTo(checkpoint.digest());
	}

	@Test
	void pageWhenValueWasChangedInPlaceThrows() {
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		ReplicatedMap<Integer, AtomicInteger> counters = maps.map("counters", Integer.class, AtomicInteger.class);
		maps.seal();
		AtomicInteger counter = new AtomicInteger();
		maps.beginCommand();
		counters.put(4, counter);
		maps.commitCommand();
		Checkpoint checkpoint = maps.checkpointCodec().take(Ledger.at(1), maps.snapshot());
		counter.incrementAndGet();
		assertThatIllegalStateException().isThrownBy(() -> checkpoint.page(List.of(0)))
			.withMessageContaining("Entries of map 'counters' have changed since they were put, between keys 4 and 4")
			.withMessageContaining("Make keys and values immutable");
	}

	@Test
	void pageWhenValueCanNoLongerBeWrittenThrows() {
		AtomicBoolean unlucky = new AtomicBoolean();
		Ledger ledger = new Ledger(new TextValueCodec() {

			@Override
			public byte[] encode(Object object) {
				if (unlucky.get() && object.equals(13)) {
					throw new IllegalArgumentException("13 is bad luck");
				}
				return super.encode(object);
			}

		});
		ledger.execute((service) -> service.balances.put("a", 13));
		Checkpoint checkpoint = ledger.take(1);
		unlucky.set(true);
		assertThatIllegalStateException().isThrownBy(() -> checkpoint.page(List.of(0)))
			.withMessage("A value of type java.lang.Integer in map 'balances' cannot be written into a checkpoint:"
					+ " 13 is bad luck");
	}

	@Test
	void takeWhenPageIsTooLargeThrows() {
		PageWriter writer = new PageWriter(new Digester());
		assertThatIllegalStateException().isThrownBy(() -> {
			writer.begin(PageKind.CHUNK);
			writer.writeRaw(new byte[0], 0, PageWriter.MAX_LENGTH);
		}).withMessageContaining("would have 1073741825 bytes, and may have 1073741824 at most");
	}

	private static List<List<Integer>> paths(Checkpoint checkpoint, List<Integer> path) {
		List<List<Integer>> paths = new ArrayList<>();
		paths.add(path);
		for (int child = 0; hasPage(checkpoint, path, child); child++) {
			List<Integer> longer = new ArrayList<>(path);
			longer.add(child);
			paths.addAll(paths(checkpoint, longer));
		}
		return paths;
	}

	private static boolean hasPage(Checkpoint checkpoint, List<Integer> path, int child) {
		List<Integer> longer = new ArrayList<>(path);
		longer.add(child);
		try {
			checkpoint.page(longer);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
