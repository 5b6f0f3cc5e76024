package dev.viewstamped.replica;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which checkpoints {@link CheckpointTransfer} takes. The replica has ten
 * entries of view 0, and is to take the log of view 2, which has 30: those, and twenty
 * more.
 */
class CheckpointOfferTests {

	private static final Digest DIGEST = new Digest(1, 2, 3, 4);

	private static final History HISTORY = new History(List.of(new History.Run(0, 0, 10), new History.Run(0, 2, 30)));

	private final LoneReplica replica = new LoneReplica(0);

	private int gaveUp;

	@BeforeEach
	void fillLog() {
		for (int op = 1; op <= 10; op++) {
			this.replica.append(Entries.inView(0, op));
		}
	}

	@Test
	void checkpointOfTheTargetsHistoryIsFetched() {
		offer(2, new Viewstamp(0, 2, 20));
		assertThat(this.replica.sent.get(0)).isInstanceOf(GetState.class);
		assertThat(asked()).containsExactly(new Viewstamp(0, 2, 20));
	}

	@Test
	void checkpointOfAnotherHistoryIsRefused() {
		offer(2, new Viewstamp(0, 1, 20));
		assertThat(asked()).as("fetched").isEmpty();
	}

	@Test
	void checkpointOfAnotherHistoryThatIsFetchedIsCaught() {
		NaiveRule
			.in("replica/CheckpointOffer",
					"return opNumber() < history.begin().opNumber() || history.contains(this.id.viewstamp());",
					"return true;")
			.isCaughtBy(getClass(), "checkpointOfAnotherHistoryIsRefused", "fetched");
	}

	@Test
	void laterCheckpointOfTheSameViewsLogIsFetched() {
		offer(2, new Viewstamp(0, 2, 40));
		assertThat(asked()).containsExactly(new Viewstamp(0, 2, 40));
	}

	@Test
	void laterCheckpointOfAnotherViewsLogIsRefused() {
		offer(1, new Viewstamp(0, 1, 40));
		assertThat(asked()).as("fetched").isEmpty();
	}

	@Test
	void laterCheckpointOfALaterViewMakesTheReplicaAskForThatView() {
		offer(4, new Viewstamp(0, 4, 40));
		assertThat(asked()).as("fetched").isEmpty();
		assertThat(this.replica.sent).anyMatch(GetView.class::isInstance);
	}

	@Test
	void laterCheckpointThatIsFetchedWhateverItsViewIsCaught() {
		NaiveRule.in("replica/CheckpointOffer", "return this.view == target.view();", "return true;")
			.isCaughtBy(getClass(), "laterCheckpointOfAnotherViewsLogIsRefused", "fetched");
	}

	@Test
	void checkpointOfWhatIsHereIsNotFetched() {
		offer(2, new Viewstamp(0, 0, 10));
		assertThat(asked()).isEmpty();
	}

	@Test
	void targetMovesUpwardOnly() {
		offer(2, new Viewstamp(0, 2, 20));
		transfer().checkpoint().on(message(2, 2, new Viewstamp(0, 2, 15)));
		transfer().checkpoint().on(message(2, 2, new Viewstamp(0, 2, 25)));
		transfer().checkpoint().on(message(2, source(), new Viewstamp(0, 2, 15)));
		assertThat(asked()).containsOnly(new Viewstamp(0, 2, 20));
		transfer().checkpoint().on(message(2, source(), new Viewstamp(0, 2, 25)));
		assertThat(asked()).endsWith(new Viewstamp(0, 2, 25));
	}

	@Test
	void targetThatMayNotBeFetchedIsGivenUp() {
		begin(() -> this.gaveUp++);
		transfer().checkpoint().on(message(2, 1, new Viewstamp(0, 2, 20)));
		assertThat(asked()).isEmpty();
		assertThat(this.gaveUp).isEqualTo(1);
		assertThat(transfer().isActive()).isFalse();
	}

	@Test
	void backupTakesNoCheckpointOfAnotherView() {
		transfer().checkpoint().on(message(1, 1, new Viewstamp(0, 1, 20)));
		assertThat(asked()).as("fetched").isEmpty();
		transfer().checkpoint().on(message(0, 1, new Viewstamp(0, 0, 20)));
		assertThat(asked()).isEmpty();
		this.replica.state.enterView(1);
		this.replica.state.becomeNormal(1);
		transfer().checkpoint().on(message(1, 2, new Viewstamp(0, 0, 20)));
		assertThat(asked()).containsExactly(new Viewstamp(0, 0, 20));
	}

	private StateTransfer transfer() {
		return this.replica.stateTransfer;
	}

	private int source() {
		return Objects.requireNonNull(transfer().report()).source();
	}

	private void offer(long view, Viewstamp viewstamp) {
		begin(null);
		transfer().checkpoint().on(message(view, 1, viewstamp));
	}

	private void begin(@Nullable Runnable whenFarBehind) {
		this.replica.state.enterView(2);
		transfer().begin(new LogTarget(2, HISTORY, 20, 1, () -> true, whenFarBehind));
	}

	private List<Viewstamp> asked() {
		return this.replica.sent.stream()
			.filter(GetPages.class::isInstance)
			.map((message) -> ((GetPages) message).checkpoint().viewstamp())
			.toList();
	}

	private static NewCheckpoint message(long view, int from, Viewstamp viewstamp) {
		return new NewCheckpoint(new Header(LoneReplica.GROUP, 0, view, from, 0), new CheckpointId(viewstamp, DIGEST),
				DIGEST);
	}

}
