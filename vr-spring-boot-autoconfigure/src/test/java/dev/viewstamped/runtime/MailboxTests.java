package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxTests {

	private static final long NO_LIMIT = Long.MAX_VALUE;

	private final Mailbox<Integer> mailbox = new Mailbox<>((event) -> 0);

	@Test
	void pollReturnsEventsInTheirOrder() {
		this.mailbox.offer(1, 10, NO_LIMIT);
		this.mailbox.offer(2, 10, NO_LIMIT);
		assertThat(this.mailbox.poll()).isEqualTo(1);
		assertThat(this.mailbox.poll()).isEqualTo(2);
		assertThat(this.mailbox.poll()).isNull();
		assertThat(this.mailbox.isEmpty()).isTrue();
	}

	@Test
	void offerWhenLimitIsReachedReturnsFalse() {
		assertThat(this.mailbox.offer(1, 2, NO_LIMIT)).isTrue();
		assertThat(this.mailbox.offer(2, 2, NO_LIMIT)).isTrue();
		assertThat(this.mailbox.offer(3, 2, NO_LIMIT)).isFalse();
		assertThat(this.mailbox.offer(4, 3, NO_LIMIT)).isTrue();
		assertThat(this.mailbox.size()).isEqualTo(3);
	}

	@Test
	void offerWhenThereIsRoomAgainReturnsTrue() {
		this.mailbox.offer(1, 1, NO_LIMIT);
		this.mailbox.poll();
		assertThat(this.mailbox.offer(2, 1, NO_LIMIT)).isTrue();
	}

	@Test
	void offerWhenByteLimitIsReachedReturnsFalseUntilThereIsRoomAgain() {
		Mailbox<byte[]> weighing = new Mailbox<>((event) -> event.length);
		assertThat(weighing.offer(new byte[60], 10, 100)).isTrue();
		assertThat(weighing.offer(new byte[50], 10, 100)).isFalse();
		assertThat(weighing.offer(new byte[40], 10, 100)).isTrue();
		assertThat(weighing.offer(new byte[0], 10, 100)).isTrue();
		assertThat(weighing.bytes()).isEqualTo(100);
		assertThat(weighing.size()).isEqualTo(3);
		weighing.poll();
		assertThat(weighing.offer(new byte[60], 10, 100)).isTrue();
		weighing.drain((event) -> assertThat(event).isNotNull());
		assertThat(weighing.bytes()).isZero();
	}

	@Test
	void putIsNotBounded() {
		Mailbox<byte[]> weighing = new Mailbox<>((event) -> event.length);
		weighing.offer(new byte[100], 1, 100);
		weighing.put(new byte[100]);
		assertThat(weighing.bytes()).isEqualTo(200);
	}

	@Test
	void drainLeavesWhatIsPutMeanwhile() {
		this.mailbox.offer(1, 10, NO_LIMIT);
		this.mailbox.offer(2, 10, NO_LIMIT);
		List<Integer> drained = new ArrayList<>();
		this.mailbox.drain((event) -> {
			drained.add(event);
			this.mailbox.offer(event + 10, 10, NO_LIMIT);
		});
		assertThat(drained).containsExactly(1, 2);
		assertThat(this.mailbox.poll()).isEqualTo(11);
		assertThat(this.mailbox.poll()).isEqualTo(12);
	}

	@Test
	@Timeout(20)
	void offerWakesSleepingLoop() {
		Thread loop = new Thread(() -> this.mailbox.await(TimeUnit.HOURS.toNanos(1)));
		loop.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> loop.getState() == Thread.State.TIMED_WAITING);
		this.mailbox.offer(1, 10, NO_LIMIT);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !loop.isAlive());
	}

	@Test
	@Timeout(20)
	void eventsOfManyThreadsArriveOnceAndInTheOrderOfEachThread() throws InterruptedException {
		int threads = 4;
		int each = 20_000;
		List<Thread> producers = new ArrayList<>();
		for (int t = 0; t < threads; t++) {
			int first = t * each;
			Thread producer = new Thread(() -> {
				for (int i = 0; i < each; i++) {
					this.mailbox.put(first + i);
				}
			});
			producers.add(producer);
			producer.start();
		}
		int[] next = new int[threads];
		for (int received = 0; received < threads * each; received++) {
			Integer event = this.mailbox.poll();
			while (event == null) {
				this.mailbox.await(TimeUnit.SECONDS.toNanos(10));
				event = this.mailbox.poll();
			}
			assertThat(event % each).isEqualTo(next[event / each]);
			next[event / each]++;
		}
		for (Thread producer : producers) {
			producer.join();
		}
		assertThat(this.mailbox.isEmpty()).isTrue();
		assertThat(this.mailbox.size()).isZero();
	}

}
