package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Digest;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.replica.PageRequests.Request;
import dev.viewstamped.state.CheckpointAssembly.MissingPage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PageRequests}.
 */
class PageRequestsTests {

	private static final int PAGE_BYTES = 1000;

	private final PageRequests requests = new PageRequests(10 * PAGE_BYTES);

	private final List<MissingPage> missing = new ArrayList<>();

	PageRequestsTests() {
		for (int i = 0; i < 200; i++) {
			this.missing.add(page(i, 0));
		}
	}

	@Test
	void fewAreUnderWayAndNoneForAPageOfAnother() {
		List<MissingPage> asked = new ArrayList<>();
		for (int i = 0; i < PageRequests.MAX_UNDER_WAY; i++) {
			List<MissingPage> next = this.requests.next(this.missing);
			assertThat(next).isNotEmpty();
			asked.addAll(next);
		}
		assertThat(asked).doesNotHaveDuplicates();
		assertThat(this.requests.next(this.missing)).isEmpty();
	}

	@Test
	void pagesAreAskedForAsManyAsFitIntoAnAnswer() {
		this.requests.answered(List.of(piece(0, 0)), PAGE_BYTES);
		assertThat(this.requests.next(this.missing)).hasSizeBetween(8, 10);
	}

	@Test
	void whatAnAnswerLackedIsAskedForOnceItIsRead() {
		List<MissingPage> asked = this.requests.next(this.missing);
		Request request = Objects.requireNonNull(this.requests.answered(List.of(piece(0, 0)), PAGE_BYTES));
		assertThat(this.requests.isEmpty()).isTrue();
		this.missing.remove(0);
		assertThat(this.requests.next(this.missing)).doesNotContainAnyElementsOf(asked);
		this.requests.read(request);
		assertThat(this.requests.next(this.missing)).contains(asked.get(1));
	}

	/**
	 * An answer that comes twice is not taken for the answer to the question for the rest
	 * of the page.
	 */
	@Test
	void answerOfAnotherPartOfThePageIsOfNoQuestion() {
		this.requests.next(List.of(page(0, PAGE_BYTES)));
		assertThat(this.requests.answered(List.of(piece(0, 0)), PAGE_BYTES)).isNull();
		assertThat(this.requests.answered(List.of(piece(1, PAGE_BYTES)), PAGE_BYTES)).isNull();
		assertThat(this.requests.isEmpty()).isFalse();
		assertThat(this.requests.answered(List.of(piece(0, PAGE_BYTES)), PAGE_BYTES)).isNotNull();
	}

	@Test
	void questionThatOthersOvertakeIsAskedAgain() {
		List<List<MissingPage>> asked = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			asked.add(this.requests.next(this.missing));
		}
		answer(asked.get(1));
		assertThat(this.requests.next(asked.get(0))).isEmpty();
		answer(asked.get(2));
		assertThat(this.requests.next(asked.get(0))).isNotEmpty();
	}

	private void answer(List<MissingPage> asked) {
		int first = asked.get(0).path().get(0);
		this.requests.read(Objects.requireNonNull(this.requests.answered(List.of(piece(first, 0)), PAGE_BYTES)));
	}

	@Test
	void allIsAskedForAgainAfterClear() {
		List<MissingPage> asked = this.requests.next(this.missing);
		this.requests.clear();
		assertThat(this.requests.isEmpty()).isTrue();
		assertThat(this.requests.next(this.missing)).isEqualTo(asked);
	}

	private static MissingPage page(int number, int offset) {
		return new MissingPage(List.of(number), digest(number), offset);
	}

	private static PagePiece piece(int number, int offset) {
		return new PagePiece(digest(number), 10 * PAGE_BYTES, offset, new byte[PAGE_BYTES]);
	}

	private static Digest digest(int number) {
		return new Digest(number, 2, 3, 4);
	}

}
