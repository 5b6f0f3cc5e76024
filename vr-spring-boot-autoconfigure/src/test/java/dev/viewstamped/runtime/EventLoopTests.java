package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.viewstamped.replica.Time;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventLoopTests {

	private static final long MILLI = 1_000_000;

	private static final long GAP = 100 * MILLI;

	private final SettableTime time = new SettableTime();

	private final Mailbox<String> mailbox = new Mailbox<>((event) -> 0);

	private final RecordingBody body = new RecordingBody();

	private final EventLoop<String> loop = new EventLoop<>("test-loop", this.mailbox, this.body, this.time, GAP);

	@Test
	void roundHandsEventsOverInOrderThenFlushes() {
		put("a", "b");
		assertThat(this.loop.round()).isFalse();
		assertThat(this.body.calls).containsExactly("a", "b", "flush");
	}

	@Test
	void roundWhenBodyHasMoreToDoSaysSo() {
		this.body.more = true;
		assertThat(this.loop.round()).isTrue();
	}

	@Test
	void roundTicksOnlyWhenTimeHasPassed() {
		this.loop.round();
		this.time.nanos += EventLoop.TICK_NANOS;
		this.loop.round();
		this.loop.round();
		assertThat(this.body.calls).containsExactly("flush", "tick", "flush", "flush");
	}

	@Test
	void roundAfterGapReportsItBeforeAnyEvent() {
		put("old");
		this.time.nanos += GAP + 1;
		this.loop.round();
		assertThat(this.body.calls.get(0)).isEqualTo("gap 1");
		assertThat(this.body.calls).doesNotContain("old");
		assertThat(this.body.gapNanos).isEqualTo(GAP + 1);
	}

	@Test
	void batchThatTakesLongIsAGapOfThatLength() {
		this.body.onFlush = () -> this.time.nanos += 3 * GAP;
		this.loop.round();
		this.body.onFlush = () -> {
		};
		this.loop.round();
		assertThat(this.body.calls).contains("gap 0");
		assertThat(this.body.gapNanos).isEqualTo(3 * GAP);
	}

	@Test
	void startThatTakesLongIsNoGap() {
		this.body.onStart = () -> this.time.nanos += 10 * GAP;
		this.body.onFlush = () -> {
			this.time.nanos += 10 * GAP;
			this.body.onFlush = () -> {
			};
		};
		put("a");
		this.loop.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.body.calls.contains("a"));
		assertThat(this.loop.stop(Duration.ofSeconds(20))).isTrue();
		assertThat(this.body.calls).startsWith("start", "flush").noneMatch((call) -> call.startsWith("gap"));
	}

	@Test
	void roundAtTheGapItselfIsNoGap() {
		put("a");
		this.time.nanos += GAP;
		this.loop.round();
		assertThat(this.body.calls).containsExactly("a", "tick", "flush");
	}

	@Test
	void gapWithinABatchIsSeenBeforeTheNextEvent() {
		this.body.onHandle = () -> this.time.nanos += GAP + 1;
		put("a", "b");
		this.loop.round();
		assertThat(this.body.calls.subList(0, 2)).containsExactly("a", "gap 1");
		assertThat(this.body.calls).doesNotContain("b");
	}

	@Test
	void threadStartsHandlesAndEndsBody() {
		this.loop.start();
		put("a");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.body.calls.contains("a"));
		assertThat(this.loop.isRunning()).isTrue();
		assertThat(this.loop.stop(Duration.ofSeconds(20))).isTrue();
		assertThat(this.loop.isRunning()).isFalse();
		assertThat(this.body.calls).startsWith("start").endsWith("end null");
	}

	@Test
	void threadWhenBodyThrowsEndsItWithTheFailure() {
		this.body.onHandle = () -> {
			throw new StackOverflowError("deep");
		};
		this.loop.start();
		put("a");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.body.calls.contains("end java.lang.StackOverflowError: deep"));
		assertThat(this.loop.isRunning()).isFalse();
	}

	@Test
	void stopWhenNotStartedReturnsAtOnce() {
		assertThat(this.loop.stop(Duration.ofHours(1))).isTrue();
	}

	private void put(String... events) {
		for (String event : events) {
			this.mailbox.put(event);
		}
	}

	static class SettableTime implements Time {

		volatile long nanos;

		@Override
		public long monotonicNanos() {
			return this.nanos;
		}

		@Override
		public long wallClockNanos() {
			return this.nanos;
		}

	}

	private static class RecordingBody implements EventLoop.Body<String> {

		final List<String> calls = Collections.synchronizedList(new ArrayList<>());

		volatile Runnable onStart = () -> {
		};

		volatile Runnable onHandle = () -> {
		};

		volatile Runnable onFlush = () -> {
		};

		boolean more;

		long gapNanos;

		@Override
		public void start() {
			this.calls.add("start");
			this.onStart.run();
		}

		@Override
		public void handle(String event) {
			this.calls.add(event);
			this.onHandle.run();
		}

		@Override
		public void tick() {
			this.calls.add("tick");
		}

		@Override
		public boolean flush() {
			this.calls.add("flush");
			this.onFlush.run();
			return this.more;
		}

		@Override
		public void gap(Mailbox<String> mailbox, long nanos) {
			this.calls.add("gap " + mailbox.size());
			this.gapNanos = nanos;
			mailbox.drain((event) -> {
			});
		}

		@Override
		public void end(Mailbox<String> mailbox, @Nullable Throwable failure) {
			this.calls.add("end " + failure);
		}

	}

}
