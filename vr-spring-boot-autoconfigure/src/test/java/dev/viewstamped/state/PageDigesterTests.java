package dev.viewstamped.state;

import java.util.Arrays;
import java.util.function.Consumer;

import dev.viewstamped.Digest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageDigester}.
 */
class PageDigesterTests {

	private final PageDigester digester = new PageDigester();

	private final MapFormat<String, String> format = new MapFormat<>("texts", String.class, String.class,
			new TextValueCodec());

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

	private byte[] encode(Leaf<String, String> leaf) {
		return page((writer) -> this.format.write(leaf, writer));
	}

	private static byte[] page(Consumer<PageWriter> contents) {
		PageWriter writer = new PageWriter(new Digester());
		contents.accept(writer);
		return writer.toByteArray();
	}

}
