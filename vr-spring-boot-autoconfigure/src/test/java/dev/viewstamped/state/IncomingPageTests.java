package dev.viewstamped.state;

import java.util.Arrays;
import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.state.CheckpointAssembly.MissingPage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pieces that are of no use.
 */
class IncomingPageTests {

	private final Checkpoint wanted = Ledger.of(100).take(9);

	private final byte[] root = this.wanted.page(List.of());

	private final CheckpointAssembly assembly = new Ledger().assemble(this.wanted);

	@Test
	void pageThatNobodyAskedForIsDropped() {
		assertThat(this.assembly.accept(this.wanted.digest(), this.root.length, 0, this.root)).isFalse();
		this.assembly.missing(1);
		assertThat(this.assembly.accept(new Digest(1, 2, 3, 4), this.root.length, 0, this.root)).isFalse();
		byte[] child = this.wanted.page(List.of(0));
		assertThat(this.assembly.accept(Checkpoint.digestOf(child), child.length, 0, child)).isFalse();
		assertThat(accept(0, this.root.length)).isTrue();
		assertThat(accept(0, this.root.length)).isFalse();
		assertThat(this.assembly.fetchedBytes()).isEqualTo(this.root.length);
	}

	@Test
	void pieceThatDoesNotFollowIsDropped() {
		assertThat(offset()).isZero();
		assertThat(accept(5, 20)).isFalse();
		assertThat(accept(-1, 20)).isFalse();
		assertThat(accept(0, 0)).isFalse();
		assertThat(offset()).isZero();
		assertThat(accept(0, 20)).isTrue();
		assertThat(offset()).isEqualTo(20);
		assertThat(accept(0, 20)).isFalse();
		assertThat(accept(0, 21)).isFalse();
		assertThat(accept(19, 30)).isFalse();
		assertThat(accept(21, 30)).isFalse();
		assertThat(accept(20, 20)).isFalse();
		assertThat(offset()).isEqualTo(20);
		assertThat(accept(20, 21)).isTrue();
		assertThat(accept(21, this.root.length)).isTrue();
		assertThat(this.assembly.missing(9)).hasSize(3);
	}

	@Test
	void piecesLongerThanThePageAreDropped() {
		assertThat(offset()).isZero();
		Digest digest = this.wanted.digest();
		assertThat(this.assembly.accept(digest, this.root.length - 1, 0, this.root)).isFalse();
		assertThat(this.assembly.accept(digest, 0, 0, this.root)).isFalse();
		assertThat(this.assembly.accept(digest, -1, 0, this.root)).isFalse();
		assertThat(accept(0, 20)).isTrue();
		assertThat(this.assembly.accept(digest, this.root.length, 20, this.root)).isFalse();
		assertThat(offset()).isEqualTo(20);
	}

	@Test
	void pageWithAnotherDigestBeginsAgain() {
		assertThat(offset()).isZero();
		byte[] damaged = this.root.clone();
		damaged[30]++;
		assertThat(this.assembly.accept(this.wanted.digest(), damaged.length, 0, Arrays.copyOf(damaged, 40))).isTrue();
		assertThat(accept(40, this.root.length)).isFalse();
		assertThat(offset()).isZero();
		assertThat(this.assembly.fetchedBytes()).isZero();
		assertThat(accept(0, this.root.length)).isTrue();
	}

	@Test
	void pageOfTwoLengthsBeginsAgain() {
		assertThat(offset()).isZero();
		byte[] piece = Arrays.copyOf(this.root, 20);
		assertThat(this.assembly.accept(this.wanted.digest(), 1 << 30, 0, piece)).isTrue();
		assertThat(accept(20, 40)).isFalse();
		assertThat(offset()).isZero();
		assertThat(accept(0, 40)).isTrue();
	}

	@Test
	void memoryDoesNotGrowWithTheLengthThatIsClaimed() {
		for (int i = 0; i < 1_000; i++) {
			IncomingPage page = new IncomingPage(this.wanted.digest());
			assertThat(page.add(1 << 30, 0, new byte[100])).isTrue();
			assertThat(page.add(1 << 30, 100, new byte[1])).isTrue();
			assertThat(page.whole()).isNull();
			assertThat(page.add((1 << 30) + 1, 0, new byte[100])).isFalse();
			page.clear();
			assertThat(page.add((1 << 30) + 1, 0, new byte[100])).isFalse();
		}
	}

	@Test
	void wholePageHasTheBytesThatCame() {
		IncomingPage page = new IncomingPage(this.wanted.digest());
		byte[] bytes = new byte[10_007];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (i * 31);
		}
		int offset = 0;
		for (int length = 1; offset < bytes.length; length = length * 3 % 1_001) {
			int end = Math.min(bytes.length, offset + length);
			assertThat(page.whole()).isNull();
			assertThat(page.add(bytes.length, offset, Arrays.copyOfRange(bytes, offset, end))).isTrue();
			offset = end;
		}
		assertThat(page.whole()).isEqualTo(bytes);
	}

	private int offset() {
		List<MissingPage> missing = this.assembly.missing(1);
		assertThat(missing.get(0).path()).isEmpty();
		return missing.get(0).offset();
	}

	private boolean accept(int from, int to) {
		byte[] piece = Arrays.copyOfRange(this.root, Math.max(0, from), to);
		return this.assembly.accept(this.wanted.digest(), this.root.length, from, piece);
	}

}
