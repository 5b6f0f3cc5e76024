package dev.viewstamped.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.History.Run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link History}.
 */
class HistoryTests {

	private static final int TRIES = 20_000;

	private final Random random = new Random(4);

	/**
	 * Two logs that branch off from one another, told of by histories that begin
	 * anywhere.
	 */
	@Test
	void commonPartIsWhereTheViewstampsAgree() {
		for (int i = 0; i < TRIES; i++) {
			List<Viewstamp> one = log(List.of(), 0, 1 + this.random.nextInt(20));
			int branch = this.random.nextInt(one.size() + 1);
			List<Viewstamp> other = log(one.subList(0, branch), 100, this.random.nextInt(10));
			long oneBegin = this.random.nextInt(one.size() + 1);
			long otherBegin = this.random.nextInt(other.size() + 1);
			long same = 0;
			while (same < Math.min(one.size(), other.size()) && one.get((int) same).equals(other.get((int) same))) {
				same++;
			}
			long expected = (same < Math.max(oneBegin, otherBegin)) ? 0 : same;
			History first = history(one, oneBegin);
			History second = history(other, otherBegin);
			assertThat(first.commonWith(second)).as("%s with %s", first, second).isEqualTo(expected);
			assertThat(second.commonWith(first)).isEqualTo(expected);
		}
	}

	@Test
	void viewstampsAreThoseOfTheLog() {
		for (int i = 0; i < 1000; i++) {
			List<Viewstamp> log = log(List.of(), 0, 1 + this.random.nextInt(20));
			int begin = this.random.nextInt(log.size() + 1);
			History history = history(log, begin);
			for (int op = begin; op <= log.size(); op++) {
				Viewstamp expected = (op == 0) ? Viewstamp.ZERO : log.get(op - 1);
				assertThat(history.viewstamp(op)).isEqualTo(expected);
				assertThat(history.contains(expected)).isTrue();
				assertThat(history.contains(new Viewstamp(0, 99, op))).isFalse();
				assertThat(history.upTo(op)).isEqualTo(history(log.subList(0, op), begin));
			}
			assertThat(history.opNumber()).isEqualTo(log.size());
			assertThat(history.contains(new Viewstamp(0, 0, begin - 1L))).isFalse();
		}
	}

	@Test
	void viewstampBeforeTheBeginningIsNotKnown() {
		History history = new History(new Viewstamp(0, 2, 5), List.of(new Run(0, 2, 7)));
		assertThatIllegalArgumentException().isThrownBy(() -> history.viewstamp(4));
		assertThatIllegalArgumentException().isThrownBy(() -> history.viewstamp(8));
	}

	@Test
	void latestRunsAreKept() {
		History history = new History(List.of(new Run(0, 1, 3), new Run(0, 2, 5), new Run(0, 4, 6)));
		assertThat(history.latest(3)).isSameAs(history);
		assertThat(history.latest(2))
			.isEqualTo(new History(new Viewstamp(0, 1, 3), List.of(new Run(0, 2, 5), new Run(0, 4, 6))));
		assertThat(history.latest(0)).isEqualTo(new History(new Viewstamp(0, 4, 6), List.of()));
		assertThat(history.latest(2).latest(1).commonWith(history)).isEqualTo(6);
	}

	/**
	 * A replica that has 4 entries, 3 of them committed, hears of a log whose history
	 * begins at 5.
	 */
	@Test
	void whatIsCommittedIsInAHistoryThatBeginsLater() {
		History own = new History(List.of(new Run(0, 1, 4)));
		History later = new History(new Viewstamp(0, 2, 5), List.of(new Run(0, 2, 7)));
		assertThat(own.commonWith(later, 3)).isEqualTo(3);
		assertThat(own.commonWith(new History(List.of(new Run(0, 2, 7))), 3)).isZero();
	}

	/**
	 * If the own log differs where it is committed, that is not taken for granted.
	 */
	@Test
	void whatIsCommittedIsNotClaimedOfAHistoryThatTellsOtherwise() {
		History own = new History(List.of(new Run(0, 1, 8)));
		History later = new History(new Viewstamp(0, 2, 5), List.of(new Run(0, 2, 9)));
		assertThat(own.commonWith(later, 6)).isZero();
		assertThat(own.commonWith(later, 4)).isEqualTo(4);
	}

	@Test
	void runsBeforeTheBeginningAreRefused() {
		Viewstamp begin = new Viewstamp(0, 3, 10);
		assertThatIllegalArgumentException().isThrownBy(() -> new History(begin, List.of(new Run(0, 3, 10))));
		assertThatIllegalArgumentException().isThrownBy(() -> new History(begin, List.of(new Run(0, 2, 11))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new History(begin, List.of(new Run(0, 3, 11), new Run(0, 3, 12))));
		assertThat(new History(begin, List.of(new Run(0, 3, 11))).opNumber()).isEqualTo(11);
	}

	private List<Viewstamp> log(List<Viewstamp> start, long firstView, int more) {
		List<Viewstamp> log = new ArrayList<>(start);
		// A view makes one entry at an op-number, so a branch begins with a later view
		long view = firstView + this.random.nextInt(2);
		for (int i = 0; i < more; i++) {
			view += (this.random.nextInt(3) == 0) ? 1 + this.random.nextInt(2) : 0;
			log.add(new Viewstamp(0, view, log.size() + 1));
		}
		return log;
	}

	private static History history(List<Viewstamp> log, long begin) {
		List<Run> runs = new ArrayList<>();
		for (Viewstamp viewstamp : log) {
			if (viewstamp.opNumber() > begin) {
				if (!runs.isEmpty() && runs.get(runs.size() - 1).view() == viewstamp.view()) {
					runs.remove(runs.size() - 1);
				}
				runs.add(new Run(0, viewstamp.view(), viewstamp.opNumber()));
			}
		}
		return new History((begin == 0) ? Viewstamp.ZERO : log.get((int) begin - 1), runs);
	}

}
