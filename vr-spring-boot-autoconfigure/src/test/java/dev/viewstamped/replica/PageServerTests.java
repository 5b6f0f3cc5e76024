package dev.viewstamped.replica;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.viewstamped.Digest;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PageRequest;

import static dev.viewstamped.replica.CheckpointedGroup.TIMEOUT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PageServer}.
 */
class PageServerTests {

	private static final int MAX_PAGE_BYTES = 1000;

	private static final PageRequest ROOT = new PageRequest(List.of(), 0);

	private final CheckpointedGroup group = new CheckpointedGroup(3, MAX_PAGE_BYTES, 1_000_000);

	@BeforeEach
	void takeCheckpoints() {
		this.group.formed().write(100, 100);
		this.group.run(TIMEOUT_NANOS);
		this.group.delivered.clear();
	}

	@Test
	void entriesThatAreGoneAreAnsweredWithTheLatestCheckpoint() {
		long first = this.group.report(0).firstOpNumber();
		assertThat(first).isGreaterThan(1);
		this.group.replica(0).onMessage(new GetState(header(), first - 1));
		assertThat(answers(NewState.class)).isEmpty();
		assertThat(answers(NewCheckpoint.class)).singleElement()
			.satisfies((answer) -> assertThat(answer.checkpoint()).isEqualTo(latest()));
		this.group.replica(0).onMessage(new GetState(header(), first));
		assertThat(answers(NewState.class)).singleElement()
			.satisfies((answer) -> assertThat(answer.entries().get(0).opNumber()).isEqualTo(first));
	}

	@Test
	void checkpointThatIsNotHereIsAnsweredWithTheLatest() {
		ask(new CheckpointId(latest().viewstamp(), new Digest(1, 2, 3, 4)), ROOT);
		assertThat(answers(NewPages.class)).isEmpty();
		assertThat(answers(NewCheckpoint.class)).singleElement()
			.satisfies((answer) -> assertThat(answer.checkpoint()).isEqualTo(latest()));
	}

	@Test
	void answerHasAsManyPagesAsFit() {
		ask(latest(), Collections.nCopies(100, ROOT).toArray(PageRequest[]::new));
		NewPages answer = answers(NewPages.class).get(0);
		assertThat(answer.pieces()).hasSizeBetween(2, 99);
		assertThat(answer.pieces().stream().mapToInt((piece) -> piece.bytes().length).sum())
			.isLessThanOrEqualTo(MAX_PAGE_BYTES);
		PagePiece first = answer.pieces().get(0);
		assertThat(first.length() * (1 + answer.pieces().size())).isGreaterThan(MAX_PAGE_BYTES);
		assertThat(first.digest()).isEqualTo(latest().digest());
		assertThat(first.length()).isEqualTo(first.bytes().length);
	}

	@Test
	void largePageComesInPieces() {
		PageRequest page = new PageRequest(List.of(0, 0), 0);
		ask(latest(), page);
		PagePiece first = answers(NewPages.class).get(0).pieces().get(0);
		assertThat(first.length()).isGreaterThan(MAX_PAGE_BYTES);
		assertThat(first.bytes()).hasSize(MAX_PAGE_BYTES);
		ask(latest(), new PageRequest(page.path(), MAX_PAGE_BYTES));
		PagePiece second = answers(NewPages.class).get(1).pieces().get(0);
		assertThat(second.offset()).isEqualTo(MAX_PAGE_BYTES);
		assertThat(second.digest()).isEqualTo(first.digest());
	}

	@Test
	void pageThatDoesNotExistGetsNoAnswer() {
		ask(latest(), new PageRequest(List.of(99), 0));
		assertThat(answers(NewPages.class)).isEmpty();
		ask(latest(), new PageRequest(List.of(), Integer.MAX_VALUE));
		assertThat(answers(NewPages.class)).singleElement()
			.satisfies((answer) -> assertThat(answer.pieces().get(0).bytes()).isEmpty());
		assertThat(this.group.report(0).status()).isEqualTo(Status.NORMAL);
	}

	@Test
	void fewQuestionsAreAnsweredAtATime() {
		GetPages question = new GetPages(header(), latest(), List.of(ROOT));
		for (int i = 0; i < 10; i++) {
			this.group.replica(0).onMessage(question);
		}
		assertThat(answers(NewPages.class)).hasSize(PageRequests.MAX_UNDER_WAY);
		this.group.replica(0).onMessage(question);
		assertThat(answers(NewPages.class)).hasSize(PageRequests.MAX_UNDER_WAY + 1);
	}

	@Test
	void logStaysWhileAMemberNeedsItAndNoLonger() {
		CheckpointId old = latest();
		long next = old.viewstamp().opNumber() + 1;
		this.group.letPass((from, to, message) -> !(message instanceof GetPages));
		for (int i = 0; i < 10; i++) {
			ask(old, ROOT);
			this.group.write(CheckpointedGroup.INTERVAL_OPS / 2, 100);
		}
		assertThat(this.group.report(0).firstOpNumber()).isLessThanOrEqualTo(next);
		this.group.run(5 * TIMEOUT_NANOS);
		this.group.write(2 * CheckpointedGroup.INTERVAL_OPS, 100);
		assertThat(this.group.report(0).firstOpNumber()).isGreaterThan(next);
	}

	@Test
	void checkpointStaysWhileItIsAskedForAndNoLonger() {
		CheckpointId old = latest();
		this.group.letPass((from, to, message) -> !(message instanceof GetPages));
		for (int i = 0; i < 10; i++) {
			ask(old, ROOT);
			this.group.write(CheckpointedGroup.INTERVAL_OPS / 2, 100);
		}
		assertThat(answers(NewPages.class)).hasSize(10);
		assertThat(answers(NewCheckpoint.class)).isEmpty();
		this.group.run(5 * TIMEOUT_NANOS);
		ask(old, ROOT);
		assertThat(answers(NewCheckpoint.class)).hasSize(1);
	}

	private void ask(CheckpointId checkpoint, PageRequest... pages) {
		this.group.replica(0).onMessage(new GetPages(header(), checkpoint, List.of(pages)));
		this.group.runTick();
		this.group.runTick();
		this.group.runTick();
	}

	private <M> List<M> answers(Class<M> type) {
		for (int i = 0; i < 3; i++) {
			this.group.runTick();
		}
		return this.group.delivered.stream()
			.filter((sent) -> sent.from() == 0 && sent.to() == 2 && type.isInstance(sent.message()))
			.map((sent) -> type.cast(sent.message()))
			.toList();
	}

	private CheckpointId latest() {
		return this.group.latestCheckpoint(0);
	}

	private Header header() {
		return new Header(this.group.report(0).groupId(), 0, 0, 2, 0);
	}

}
