package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;
import dev.viewstamped.message.History.Run;

import static dev.viewstamped.replica.Entries.inView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Log}.
 */
class LogTests {

	private static final int MORE_THAN_A_CHUNK = 1500;

	private final Log log = new Log();

	@Test
	void historyTellsWhatEachViewAdded() {
		assertThat(this.log.history()).isEqualTo(History.EMPTY);
		append(0, 3);
		append(1, 2);
		append(4, 1);
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 0, 3), new Run(0, 1, 5), new Run(0, 4, 6)));
		assertThat(this.log.lastViewstamp()).isEqualTo(new Viewstamp(0, 4, 6));
		assertThat(this.log.lastTimestampNanos()).isEqualTo(6);
	}

	@Test
	void logIsCutInTheMiddleOfARun() {
		append(0, 3);
		append(1, 3);
		this.log.replaceAfter(4, List.of());
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 0, 3), new Run(0, 1, 4)));
		assertThat(this.log.lastViewstamp()).isEqualTo(new Viewstamp(0, 1, 4));
		append(2, 1);
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 0, 3), new Run(0, 1, 4), new Run(0, 2, 5)));
	}

	@Test
	void logIsCutBackToTheEndOfAnEarlierRun() {
		append(0, 3);
		append(1, 3);
		append(2, 1);
		this.log.replaceAfter(3, List.of());
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 0, 3)));
		append(3, 2);
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 0, 3), new Run(0, 3, 5)));
	}

	@Test
	void logIsCutInTheMiddleOfAnEarlierRun() {
		append(0, 3);
		append(1, 3);
		append(2, 1);
		this.log.replaceAfter(2, List.of(inView(0, 3), inView(2, 4)));
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 0, 3), new Run(0, 2, 4)));
	}

	@Test
	void logIsReplacedWhole() {
		append(0, 3);
		append(1, 3);
		this.log.replaceAfter(0, List.of());
		assertThat(this.log.opNumber()).isZero();
		assertThat(this.log.bytes()).isZero();
		assertThat(this.log.lastViewstamp()).isEqualTo(Viewstamp.ZERO);
		assertThat(this.log.lastTimestampNanos()).isZero();
		assertThat(this.log.history()).isEqualTo(History.EMPTY);
		append(1, 2);
		assertThat(this.log.history()).isEqualTo(history(new Run(0, 1, 2)));
	}

	@Test
	void logOfSeveralChunksIsCutAndGoesOn() {
		append(0, 3 * MORE_THAN_A_CHUNK);
		long bytes = this.log.bytes();
		for (int keep : new int[] { 2 * MORE_THAN_A_CHUNK, 2048, 1024, 1023 }) {
			this.log.replaceAfter(keep, List.of());
			assertThat(this.log.opNumber()).isEqualTo(keep);
			assertThat(this.log.lastTimestampNanos()).isEqualTo(keep);
			assertThat(this.log.bytes()).isEqualTo(bytes * keep / (3 * MORE_THAN_A_CHUNK));
		}
		append(1, MORE_THAN_A_CHUNK);
		assertThat(this.log.get(1023).view()).isZero();
		assertThat(this.log.get(1024).view()).isOne();
		assertThat(this.log.get(1023 + MORE_THAN_A_CHUNK).opNumber()).isEqualTo(1023 + MORE_THAN_A_CHUNK);
	}

	@Test
	void entryThatIsCutCannotBeSeenAnyMore() {
		append(0, 3);
		this.log.replaceAfter(2, List.of());
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.log.get(3));
		assertThat(this.log.get(2).opNumber()).isEqualTo(2);
	}

	@Test
	void onlyWhatFollowsIsAppended() {
		append(1, 2);
		List<Entry> wrong = new ArrayList<>(List.of(inView(1, 2), inView(1, 4), inView(0, 3)));
		Entry next = inView(1, 3);
		wrong.add(new Entry(0, 1, 3, 2, next.operation(), next.client(), 1, 3, 0, next.payload()));
		for (Entry entry : wrong) {
			assertThat(this.log.isFollowedBy(entry)).isFalse();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.log.append(entry));
		}
		assertThat(this.log.isFollowedBy(next)).isTrue();
		assertThat(this.log.isFollowedBy(inView(5, 3))).isTrue();
		assertThat(this.log.opNumber()).isEqualTo(2);
	}

	@Test
	void sliceEndsWithTheLogOrItsBounds() {
		append(0, 5);
		assertThat(opNumbers(this.log.slice(1, 100, 1000))).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(opNumbers(this.log.slice(5, 100, 1000))).containsExactly(5L);
		assertThat(this.log.slice(6, 100, 1000)).isEmpty();
		assertThat(opNumbers(this.log.slice(2, 2, 1000))).containsExactly(2L, 3L);
		assertThat(opNumbers(this.log.slice(2, 100, 16))).containsExactly(2L, 3L);
		assertThat(opNumbers(this.log.slice(2, 100, 1))).containsExactly(2L);
	}

	private void append(long view, int entries) {
		for (int i = 0; i < entries; i++) {
			this.log.append(inView(view, this.log.opNumber() + 1));
		}
	}

	private static History history(Run... runs) {
		return new History(List.of(runs));
	}

	private static List<Long> opNumbers(List<Entry> entries) {
		return entries.stream().map(Entry::opNumber).toList();
	}

}
