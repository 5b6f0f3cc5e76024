package dev.viewstamped.state;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.viewstamped.Digest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageDigester}.
 */
class PageDigesterTests {

	private final PageDigester digester = new PageDigester();

	private final ValueCodec values = new TextValueCodec();

	private final MapFormat<String, String> format = new MapFormat<>("texts", String.class, String.class, this.values);

	@Test
	void leafHasTheDigestOfItsBytesWithAndWithoutFingerprints() {
		Leaf<String, String> leaf = Leaf.of(new Object[] { "a", "b" }, new Object[] { "1", "22" });
		byte[] page = encode(leaf);
		PageDigester.Sealed first = this.digester.leaf(leaf, this.format);
		PageDigester.Sealed again = this.digester.leaf(leaf, this.format);
		assertThat(first.digest()).isEqualTo(Checkpoint.digestOf(page));
		assertThat(first.length()).isEqualTo(page.length);
		assertThat(again).isEqualTo(first);
	}

	@Test
	void leafOfEncodedEntriesHasTheDigestOfItsBytes() {
		PageTree<String, String> tree = PageTree.empty();
		tree = tree.put("a", cell("a", "1")).tree().put("b", cell("b", "22")).tree();
		Leaf<String, String> leaf = Leaf.of(new Object[] { "a", "b" }, new Object[] { "1", "22" });
		assertThat(this.digester.leaf((Leaf<String, String>) tree.root(), this.format).digest())
			.isEqualTo(Checkpoint.digestOf(encode(leaf)));
	}

	@Test
	void keyThatStaysIsDigestedAndNotTheEqualOneThatWasPut() {
		MapFormat<BigDecimal, String> decimals = new MapFormat<>("decimals", BigDecimal.class, String.class,
				this.values);
		PageTree<BigDecimal, String> tree = PageTree.empty();
		for (String key : List.of("1.0", "1.00")) {
			EncodedEntry encoded = new EncodedEntry(this.values.encode(new BigDecimal(key)), this.values.encode(key));
			tree = tree.put(new BigDecimal(key), new Cell<>(key, encoded)).tree();
		}
		Leaf<BigDecimal, String> leaf = Leaf.of(new Object[] { new BigDecimal("1.0") }, new Object[] { "1.00" });
		assertThat(this.digester.leaf((Leaf<BigDecimal, String>) tree.root(), decimals).digest())
			.isEqualTo(Checkpoint.digestOf(page((writer) -> decimals.write(leaf, writer))));
	}

	@Test
	void emptyLeafHasADigest() {
		Leaf<String, String> leaf = Leaf.empty();
		assertThat(this.digester.leaf(leaf, this.format).digest()).isEqualTo(Checkpoint.digestOf(encode(leaf)));
	}

	@Test
	void everyByteOfALeafCounts() {
		byte[] page = encode(Leaf.of(new Object[] { "a", "bc" }, new Object[] { "1", "x".repeat(200) }));
		Digest digest = Checkpoint.digestOf(page);
		for (int i = 0; i < page.length; i++) {
			byte[] changed = page.clone();
			changed[i] ^= 1;
			assertThat(Checkpoint.digestOf(changed)).as("byte %s", i).isNotEqualTo(digest);
			assertThat(Checkpoint.digestOf(Arrays.copyOf(page, i))).as("length %s", i).isNotEqualTo(digest);
		}
		assertThat(Checkpoint.digestOf(Arrays.copyOf(page, page.length + 1))).isNotEqualTo(digest);
	}

	@Test
	void fingerprintsOfALeafAreNoPageWithItsDigest() {
		Leaf<String, String> leaf = Leaf.of(new Object[] { "a" }, new Object[] { "1" });
		Digest digest = this.digester.leaf(leaf, this.format).digest();
		byte[] prints = page((writer) -> {
			writer.begin(PageKind.PRINTS);
			writer.writeNumber(1);
			leaf.cell(0).write(writer);
		});
		assertThat(Checkpoint.digestOf(prints)).isNotEqualTo(digest);
	}

	@Test
	void leafThatSaysItHasMoreEntriesThanBytesHasADigest() {
		assertThat(Checkpoint.digestOf(page((writer) -> {
			writer.begin(PageKind.LEAF);
			writer.writeNumber(Long.MAX_VALUE);
		}))).isNotNull();
	}

	private Cell<String> cell(String key, String value) {
		return new Cell<>(value, new EncodedEntry(this.values.encode(key), this.values.encode(value)));
	}

	private byte[] encode(Leaf<String, String> leaf) {
		return page((writer) -> this.format.write(leaf, writer));
	}

	private static byte[] page(Consumer<PageWriter> contents) {
		PageWriter writer = new PageWriter(new Digester());
		contents.accept(writer);
		return writer.toByteArray();
	}

}
