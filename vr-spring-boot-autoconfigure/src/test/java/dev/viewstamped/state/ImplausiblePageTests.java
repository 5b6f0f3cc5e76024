package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Pages with the right digests that no tree of pages has.
 */
class ImplausiblePageTests {

	private final ForgedCheckpoint forged = new ForgedCheckpoint();

	@Test
	void plausiblePagesAreTaken() {
		Digest left = this.forged.leaf(100, 132);
		Digest right = this.forged.leaf(200, 264);
		Checkpoint checkpoint = this.forged.fetchMap(this.forged.branch(List.of(left, right)), 96);
		assertThat(checkpoint.pageCount()).isEqualTo(4);
		checkpoint.snapshot().maps().values().forEach(PageTreeShape::of);
		assertThat(this.forged.fetchMap(this.forged.leaf(5, 6), 1).pageCount()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 65, 100 })
	void topmostLeafOfThisWidthIsRefused(int width) {
		refused(this.forged.leaf(100, 100 + width), width)
			.withMessageContaining("of map 'numbers' has %s slots, and needs from 1 to 64".formatted(width));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 31, 65 })
	void lowerLeafOfThisWidthIsRefused(int width) {
		Digest left = this.forged.leaf(100, 100 + width);
		Digest right = this.forged.leaf(200, 232);
		refused(this.forged.branch(List.of(left, right)), 32 + width)
			.withMessageContaining("has %s slots, and needs from 32 to 64".formatted(width));
		refused(this.forged.branch(List.of(right, left)), 32 + width)
			.withMessageContaining("A page of a checkpoint of map 'numbers' has %s slots".formatted(width));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 65 })
	void topmostBranchOfThisWidthIsRefused(int width) {
		refused(this.forged.branch(Collections.nCopies(width, this.forged.leaf(100, 140))), 40L * width)
			.withMessageContaining("has %s slots, and needs from 2 to 64".formatted(width));
	}

	@Test
	void lowerBranchThatIsTooNarrowIsRefused() {
		Digest low = this.forged.branch(Collections.nCopies(31, this.forged.leaf(100, 140)));
		refused(this.forged.branch(List.of(low, low)), 62 * 40).withMessageContaining("has 31 slots");
	}

	@Test
	void branchesWithoutAnEndAreRefused() {
		Digest page = this.forged.leaf(100, 140);
		for (int i = 0; i < 14; i++) {
			page = this.forged.branch(Collections.nCopies(32, page));
		}
		refused(page, Long.MAX_VALUE).withMessageContaining("of map 'numbers' is 14 pages deep");
	}

	@Test
	void leavesOfOtherDepthAreRefused() {
		List<Digest> leaves = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			leaves.add(this.forged.leaf(1_000 + i * 40, 1_040 + i * 40));
		}
		Digest deep = this.forged.branch(leaves);
		Digest flat = this.forged.leaf(5_000, 5_040);
		refused(this.forged.branch(List.of(deep, flat)), 33 * 40)
			.withMessageContaining("has children of heights 1 and 0");
		Digest first = this.forged.leaf(100, 140);
		refused(this.forged.branch(List.of(first, deep)), 33 * 40)
			.withMessageContaining("has children of heights 0 and 1");
	}

	@Test
	void keysThatAreNotInOrderAreRefused() {
		refused(leaf("1", "3", "2"), 3)
			.withMessageStartingWith("Key 3 of map 'numbers' in a checkpoint is not before key 2")
			.withMessageContaining("the class java.lang.Integer orders its objects in another way");
		refused(leaf("1", "2", "2"), 3).withMessageStartingWith("Key 2 of map 'numbers'");
		refused(leaf("1", "2", "02"), 3).withMessageStartingWith("Key 2 of map 'numbers'");
	}

	@Test
	void neighboursThatAreNotInOrderAreRefused() {
		Digest left = this.forged.leaf(100, 140);
		refused(this.forged.branch(List.of(left, this.forged.leaf(139, 180))), 81)
			.withMessageStartingWith("Key 139 of map 'numbers' in a checkpoint is not before key 139");
		refused(this.forged.branch(List.of(left, left)), 80).withMessageStartingWith("Key 139 of map 'numbers'");
		assertThat(this.forged.fetchMap(this.forged.branch(List.of(left, this.forged.leaf(140, 180))), 80)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 2, 4, Long.MAX_VALUE })
	void mapOfAnotherSizeIsRefused(long entries) {
		refused(leaf("1", "2", "3"), entries)
			.withMessageContaining("says that map 'numbers' has %s entries, and it has 3".formatted(entries));
	}

	@Test
	void leafThatIsNotWholeIsRefused() {
		refusedLeaf((page) -> {
		}).withMessageContaining("ends early");
		refusedLeaf((page) -> page.writeNumber(1)).withMessageContaining("has no room for 1 elements");
		refusedLeaf((page) -> page.writeNumber(Long.MAX_VALUE))
			.withMessageContaining("has no room for 9223372036854775807");
		refusedLeaf((page) -> {
			page.writeNumber(1);
			page.writeString("1");
			page.writeNumber(5);
			page.writeByte((byte) '1');
		}).withMessageContaining("has no room for 5 elements");
		refusedLeaf((page) -> {
			page.writeNumber(1);
			page.writeString("1");
			page.writeString("1");
			page.writeLong(0);
		}).withMessageContaining("has 8 bytes too many");
		refusedLeaf((page) -> {
			page.writeLong(-1);
			page.writeLong(-1);
		}).withMessageContaining("has a number that is too large");
	}

	@Test
	void branchThatIsNotWholeIsRefused() {
		Digest leaf = this.forged.leaf(1, 40);
		refused(this.forged.page((page) -> {
			page.begin(PageKind.BRANCH);
			page.writeDigest(leaf);
			page.writeByte((byte) 1);
		}), 1).withMessageContaining("ends early");
	}

	@Test
	void pageOfAnotherKindIsRefused() {
		refused(this.forged.page((page) -> page.begin(PageKind.CHUNK)), 1)
			.withMessageContaining("is of kind 4 instead of 2");
		refusedSection(this.forged.leaf(1, 2), 5).withMessageContaining("is of kind 2 instead of 4");
		refusedSection(this.forged.branch(List.of()), 50_000).withMessageContaining("is of kind 3 instead of 5");
		assertThatIllegalStateException().isThrownBy(() -> this.forged.fetch(this.forged.leaf(1, 2)))
			.withMessageContaining("is of kind 2 instead of 1");
	}

	@Test
	void sectionOfAnotherLengthIsRefused() {
		Digest chunk = this.forged.page((page) -> {
			page.begin(PageKind.CHUNK);
			page.writeLong(0);
		});
		assertThat(this.forged.fetchSection(chunk, 8).snapshot().section("replica")).isEqualTo(new byte[8]);
		refusedSection(chunk, 7).withMessageContaining("of a section has 8 bytes instead of 7");
		refusedSection(chunk, 9).withMessageContaining("of a section has 8 bytes instead of 9");
		Digest list = this.forged.page((page) -> {
			page.begin(PageKind.LIST);
			page.writeDigest(chunk);
			page.writeDigest(chunk);
		});
		refusedSection(list, 20_000).withMessageContaining("of a section has 8 bytes instead of 16384");
		refusedSection(list, 33_000).withMessageContaining("of a section has 2 children instead of 3");
		refusedSection(list, 1 << 30).withMessageContaining("of a section has 2 children instead of 256");
	}

	@Test
	void rootPageOfAnotherCheckpointIsRefused() {
		RootPage other = new RootPage(new Viewstamp(0, 4, 1), List.of(), List.of());
		assertThatIllegalStateException().isThrownBy(() -> this.forged.fetch(other))
			.withMessageContaining("is of a checkpoint at 0.4.1 instead of 0.3.1");
	}

	@Test
	void rootPageOfAnotherFormatIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.forged.fetch(this.forged.page((page) -> {
			page.begin(PageKind.ROOT);
			page.writeByte((byte) 3);
		})))
			.withMessage("A page of a checkpoint has format 3, and this version reads 2, though it has the right"
					+ " digest: it was written by another version of vr-spring-boot. Run the same version at all members");
	}

	@Test
	void namesThatAreNotInOrderAreRefused() {
		RootPage.MapRoot map = new RootPage.MapRoot("numbers", 1, 1, this.forged.leaf(1, 2));
		RootPage.SectionRoot b = new RootPage.SectionRoot("b", 0, new Digest(0, 0, 0, 0));
		RootPage.SectionRoot a = new RootPage.SectionRoot("a", 0, new Digest(0, 0, 0, 0));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.forged.fetch(new RootPage(Ledger.at(1), List.of(map, map), List.of())))
			.withMessageContaining("names 'numbers' before 'numbers'");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.forged.fetch(new RootPage(Ledger.at(1), List.of(map), List.of(b, a))))
			.withMessageContaining("names 'b' before 'a'");
	}

	@Test
	void sectionTooLongForAnArrayIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.forged.fetch(this.forged.page((page) -> {
			new RootPage(Ledger.at(1), List.of(), List.of()).write(page);
			byte[] empty = page.toByteArray();
			page.clear();
			page.writeRaw(empty, 0, empty.length - 1);
			page.writeNumber(1);
			page.writeString("replica");
			page.writeNumber(1L << 31);
			page.writeDigest(new Digest(0, 0, 0, 0));
		}))).withMessageContaining("has a section of 2147483648 bytes");
	}

	private Digest leaf(String... keys) {
		return this.forged.page((page) -> {
			page.begin(PageKind.LEAF);
			page.writeNumber(keys.length);
			for (String key : keys) {
				page.writeString(key);
				page.writeString("1");
			}
		});
	}

	private ThrowableAssertAlternative<IllegalStateException> refusedLeaf(Consumer<PageWriter> contents) {
		return refused(this.forged.page((page) -> {
			page.begin(PageKind.LEAF);
			contents.accept(page);
		}), 1);
	}

	private ThrowableAssertAlternative<IllegalStateException> refused(Digest top, long entries) {
		return assertThatIllegalStateException().isThrownBy(() -> this.forged.fetchMap(top, entries));
	}

	private ThrowableAssertAlternative<IllegalStateException> refusedSection(Digest top, int length) {
		return assertThatIllegalStateException().isThrownBy(() -> this.forged.fetchSection(top, length));
	}

}
