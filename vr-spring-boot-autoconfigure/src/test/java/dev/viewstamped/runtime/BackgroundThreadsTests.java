package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class BackgroundThreadsTests {

	private final Mailbox<Event> mailbox = new Mailbox<>(Event::bytes);

	private final BackgroundThreads background = new BackgroundThreads(this.mailbox);

	private final List<Object> results = new ArrayList<>();

	@AfterEach
	void close() {
		this.background.close();
	}

	@Test
	void resultsComeThroughTheMailboxInOrder() {
		for (int i = 0; i < 5; i++) {
			int number = i;
			this.background.run(() -> number, this.results::add, this.results::add);
		}
		Awaitility.await().until(() -> this.mailbox.size() == 5);
		assertThat(this.results).isEmpty();
		take();
		assertThat(this.results).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void workRunsOnADaemonThatGivesWay() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.background.run(() -> thread.complete(Thread.currentThread()), this.results::add, this.results::add);
		assertThat(thread).succeedsWithin(Duration.ofSeconds(20))
			.matches(Thread::isDaemon)
			.returns(Thread.MIN_PRIORITY, Thread::getPriority)
			.returns("vr-background", Thread::getName);
	}

	@Test
	void whatWorkThrowsIsHandedOver() {
		AssertionError failure = new AssertionError("broken");
		this.background.run(() -> {
			throw failure;
		}, this.results::add, this.results::add);
		Awaitility.await().until(() -> this.mailbox.size() == 1);
		take();
		assertThat(this.results).containsExactly(failure);
	}

	@Test
	void nothingIsHandedOverOnceClosed() throws InterruptedException {
		this.background.run(() -> 1, this.results::add, this.results::add);
		Awaitility.await().until(() -> this.mailbox.size() == 1);
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch gate = new CountDownLatch(1);
		this.background.run(() -> {
			running.countDown();
			await(gate);
			return 2;
		}, this.results::add, this.results::add);
		this.background.run(() -> this.results.add("begun"), this.results::add, this.results::add);
		running.await();
		this.background.close();
		gate.countDown();
		this.background.run(() -> 3, this.results::add, this.results::add);
		Awaitility.await().until(() -> this.mailbox.size() == 2);
		take();
		assertThat(this.results).isEmpty();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void take() {
		this.mailbox.drain((event) -> ((Event.Done) event).end().run());
	}

}
