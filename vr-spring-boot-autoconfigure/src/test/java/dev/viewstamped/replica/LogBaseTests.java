package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;
import dev.viewstamped.message.History.Run;

import static dev.viewstamped.replica.Entries.inView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Log} with a base, by a list.
 */
class LogBaseTests {

	private static final long BYTES = 108;

	private static final long FAR = 5_000_000_000L;

	private final Log log = new Log();

	@Test
	void logIsAListWithoutItsBeginning() {
		for (int seed = 0; seed < 300; seed++) {
			new Model(seed).run();
		}
	}

	@Test
	void baseTellsOfTheLastEntryThatWasDropped() {
		append(0, 3);
		append(2, 4);
		this.log.truncate(5);
		assertThat(this.log.base()).isEqualTo(new LogBase(new Viewstamp(0, 2, 5), 5, history(0, 3, 2, 5)));
		assertThat(this.log.firstOpNumber()).isEqualTo(6);
		assertThat(this.log.viewstamp(5)).isEqualTo(new Viewstamp(0, 2, 5));
		assertThat(this.log.history()).isEqualTo(history(0, 3, 2, 7));
		assertThat(this.log.bytes()).isEqualTo(2 * BYTES);
		assertThatIllegalArgumentException().isThrownBy(() -> this.log.get(5));
		assertThatIllegalArgumentException().isThrownBy(() -> this.log.replaceAfter(4, List.of()));
		assertThat(this.log.slice(5, 10, 1000)).isEmpty();
		assertThat(this.log.slice(6, 10, 1000)).hasSize(2);
	}

	@Test
	void emptyLogGoesOnAfterItsBase() {
		append(1, 3);
		this.log.truncate(3);
		assertThat(this.log.lastViewstamp()).isEqualTo(new Viewstamp(0, 1, 3));
		assertThat(this.log.lastTimestampNanos()).isEqualTo(3);
		assertThat(this.log.isFollowedBy(inView(0, 4))).isFalse();
		append(1, 1);
		append(2, 1);
		assertThat(this.log.history()).isEqualTo(history(1, 4, 2, 5));
		this.log.replaceAfter(3, List.of());
		assertThat(this.log.lastViewstamp()).isEqualTo(new Viewstamp(0, 1, 3));
		assertThat(this.log.bytes()).isZero();
	}

	@Test
	void opNumbersMayBeLarge() {
		Viewstamp far = new Viewstamp(0, 2, FAR);
		this.log.reset(new LogBase(far, FAR, new History(new Viewstamp(0, 0, 7), List.of(new Run(0, 2, FAR)))));
		append(2, 3000);
		append(3, 2);
		assertThat(this.log.get(FAR + 2500).opNumber()).isEqualTo(FAR + 2500);
		assertThat(this.log.history()).isEqualTo(
				new History(new Viewstamp(0, 0, 7), List.of(new Run(0, 2, FAR + 3000), new Run(0, 3, FAR + 3002))));
		this.log.truncate(FAR + 2048);
		assertThat(this.log.bytes()).isEqualTo(954 * BYTES);
		assertThat(this.log.get(FAR + 2049).opNumber()).isEqualTo(FAR + 2049);
	}

	@Test
	void someEntriesAreKept() {
		append(0, 5000);
		this.log.truncate(4000, 1500, Long.MAX_VALUE);
		assertThat(this.log.firstOpNumber()).isEqualTo(2501);
		this.log.truncate(4000, 1500, 1200 * BYTES);
		assertThat(this.log.firstOpNumber()).isEqualTo(2801);
		this.log.truncate(4000, Integer.MAX_VALUE, 1200 * BYTES);
		assertThat(this.log.firstOpNumber()).isEqualTo(2801);
		this.log.truncate(4000, 0, Long.MAX_VALUE);
		assertThat(this.log.firstOpNumber()).isEqualTo(4001);
		this.log.truncate(100, 0, 0);
		assertThat(this.log.firstOpNumber()).isEqualTo(4001);
		assertThat(this.log.opNumber()).isEqualTo(5000);
	}

	@Test
	void historyOfManyViewsIsBounded() {
		for (int view = 0; view < 3 * LogBase.MAX_RUNS; view++) {
			append(view, 1);
		}
		this.log.truncate(2 * LogBase.MAX_RUNS);
		assertThat(this.log.history().begin()).isEqualTo(new Viewstamp(0, LogBase.MAX_RUNS - 1, LogBase.MAX_RUNS));
		assertThat(this.log.base().history().runs()).hasSize(LogBase.MAX_RUNS);
		assertThat(this.log.history().runs()).hasSize(2 * LogBase.MAX_RUNS);
		assertThat(this.log.viewstamp(LogBase.MAX_RUNS + 5).view()).isEqualTo(LogBase.MAX_RUNS + 4);
	}

	private void append(long view, int entries) {
		for (int i = 0; i < entries; i++) {
			this.log.append(inView(view, this.log.opNumber() + 1));
		}
	}

	private static History history(long view, long lastOpNumber, long nextView, long nextLastOpNumber) {
		return new History(List.of(new Run(0, view, lastOpNumber), new Run(0, nextView, nextLastOpNumber)));
	}

	/**
	 * Does to a list of all entries what is done to the log.
	 */
	private static final class Model {

		private final Random random;

		private Log log = new Log();

		private final List<Entry> entries = new ArrayList<>();

		private int base;

		private long view;

		private Model(int seed) {
			this.random = new Random(seed);
		}

		private void run() {
			for (int step = 0; step < 40; step++) {
				switch (this.random.nextInt(5)) {
					case 0 -> {
						this.base += this.random.nextInt(this.entries.size() - this.base + 1);
						this.log.truncate(this.base);
					}
					case 1 -> {
						int keep = this.base + this.random.nextInt(this.entries.size() - this.base + 1);
						this.entries.subList(keep, this.entries.size()).clear();
						this.view++;
						this.log.replaceAfter(keep, List.of());
					}
					case 2 -> reset();
					default -> append(this.random.nextInt((this.random.nextInt(4) == 0) ? 2500 : 5));
				}
				check();
			}
		}

		private void reset() {
			if (this.random.nextInt(3) == 0) {
				this.base = this.entries.size();
				LogBase end = new LogBase(this.log.lastViewstamp(), this.log.lastTimestampNanos(), this.log.history());
				this.log = new Log();
				this.log.reset(end);
			}
		}

		private void append(int count) {
			for (int i = 0; i < count; i++) {
				this.view += (this.random.nextInt(10) == 0) ? 1 : 0;
				Entry entry = inView(this.view, this.entries.size() + 1L);
				this.entries.add(entry);
				this.log.append(entry);
			}
		}

		private void check() {
			assertThat(this.log.opNumber()).isEqualTo(this.entries.size());
			assertThat(this.log.firstOpNumber()).isEqualTo(this.base + 1);
			assertThat(this.log.bytes()).isEqualTo((this.entries.size() - this.base) * BYTES);
			for (int op = this.base + 1; op <= this.entries.size(); op++) {
				if (this.log.get(op) != this.entries.get(op - 1)) {
					throw new AssertionError("op " + op);
				}
			}
			History history = this.log.history();
			assertThat(history.opNumber()).isEqualTo(this.entries.size());
			for (int op = 1; op <= this.entries.size(); op++) {
				if (!history.contains(this.entries.get(op - 1))) {
					throw new AssertionError("op " + op + " in " + history);
				}
			}
			if (!this.entries.isEmpty()) {
				Entry last = this.entries.get(this.entries.size() - 1);
				assertThat(this.log.lastViewstamp()).isEqualTo(last.viewstamp());
				assertThat(this.log.lastTimestampNanos()).isEqualTo(last.timestampNanos());
			}
		}

	}

}
