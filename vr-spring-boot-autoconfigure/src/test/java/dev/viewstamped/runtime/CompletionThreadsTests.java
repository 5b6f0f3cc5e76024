package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionThreadsTests {

	private final CompletionThreads threads = new CompletionThreads();

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void completionsRunInOrderOnThreadsOfTheClient() {
		List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
		List<String> names = Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 1000; i++) {
			int number = i;
			this.threads.add(() -> {
				completed.add(number);
				names.add(Thread.currentThread().getName());
			});
			this.threads.flush();
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> completed.size() == 1000);
		assertThat(completed).isEqualTo(IntStream.range(0, 1000).boxed().toList());
		assertThat(names).allMatch((name) -> name.startsWith("vr-client-"));
	}

	@Test
	void completionThatWaitsForALaterOneDoesNotBlockIt() {
		CompletableFuture<String> later = new CompletableFuture<>();
		CompletableFuture<String> waiting = new CompletableFuture<>();
		this.threads.add(() -> waiting.complete(later.join()));
		this.threads.add(() -> later.complete("done"));
		this.threads.flush();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			this.threads.tick();
			return waiting.isDone();
		});
		assertThat(waiting).isCompletedWithValue("done");
	}

	@Test
	void closeRunsWhatWasAdded() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.threads.add(() -> future.complete("done"));
		this.threads.close();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(future::isDone);
	}

}
