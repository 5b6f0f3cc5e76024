package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.transport.TransportCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DrainTests {

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger handOvers = new AtomicInteger();

	private final Deque<Status> statuses = new ArrayDeque<>();

	private boolean running = true;

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void awaitEndsWhenTheReplicaHasRetired(CapturedOutput output) {
		this.statuses.addAll(List.of(Status.TRANSITIONING, Status.TRANSITIONING, Status.RETIRED));
		assertThat(drain(() -> false).await(Duration.ofHours(1))).isTrue();
		assertThat(output).containsOnlyOnce("is to stop and waits until the group has gone on without it")
			.contains("it has status retired");
	}

	@Test
	void awaitEndsWithTheTimeout(CapturedOutput output) {
		this.statuses.add(Status.TRANSITIONING);
		assertThat(drain(() -> false).await(Duration.ofSeconds(20))).isFalse();
		assertThat(output).contains("stops after 20000 ms, as 'vr.drain.timeout' says, without having waited until");
	}

	@Test
	void awaitEndsWhenTheReplicaStopsByItself() {
		this.statuses.add(Status.TRANSITIONING);
		this.running = false;
		assertThat(drain(() -> false).await(Duration.ofHours(1))).isFalse();
	}

	@Test
	void awaitEndsWhenInterrupted() {
		this.statuses.add(Status.TRANSITIONING);
		Thread.currentThread().interrupt();
		assertThat(drain(() -> false).await(Duration.ofHours(1))).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	private Drain drain(Departure departure) {
		return new Drain(this::report, this.handOvers::incrementAndGet, new DrainRule(1, departure), () -> this.running,
				() -> this.nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
	}

	private NodeReport report() {
		Status status = (this.statuses.size() > 1) ? this.statuses.remove() : this.statuses.element();
		ReplicaReport replica = ConditionReportTests.replica(status, 3, null);
		return new NodeReport("test", replica, -1, null, List.of(), new TransportCounters(0, 0, 0, 0), null);
	}

}
