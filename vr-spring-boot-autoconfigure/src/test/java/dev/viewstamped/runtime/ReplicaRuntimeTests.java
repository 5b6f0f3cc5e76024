package dev.viewstamped.runtime;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Checkpointing;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.transport.TransportSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ReplicaRuntimeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Appender service = new Appender();

	private final ReplicaRuntime runtime = runtime(this.service);

	@AfterEach
	void stop() {
		this.runtime.stop(TIMEOUT);
	}

	@Test
	void reportBeforeStartIsRecovering() {
		NodeReport report = this.runtime.report();
		assertThat(report.group()).isEqualTo("test");
		assertThat(replica(report).status()).isEqualTo(Status.RECOVERING);
		assertThat(report.condition()).isNotNull();
	}

	@Test
	void groupOfOneExecutesCommandsInTheirOrder(CapturedOutput output) throws Exception {
		this.runtime.start();
		CompletableFuture<Reply> last = CompletableFuture.failedFuture(new IllegalStateException());
		for (int i = 0; i < 500; i++) {
			last = this.runtime.submit(bytes(i + ","), TIMEOUT);
		}
		Reply reply = last.get(20, TimeUnit.SECONDS);
		StringBuilder expected = new StringBuilder();
		for (int i = 0; i < 500; i++) {
			expected.append(i).append(',');
		}
		assertThat(text(reply.result())).isEqualTo(expected.toString());
		QueryReply read = this.runtime.query(bytes(""), Consistency.LINEARIZABLE, 0, TIMEOUT).get(20, TimeUnit.SECONDS);
		assertThat(text(read.result())).isEqualTo(expected.toString());
		Awaitility.await().atMost(TIMEOUT).until(() -> replica(this.runtime.report()).commitNumber() >= 500);
		ReplicaReport replica = replica(this.runtime.report());
		assertThat(replica.status()).isEqualTo(Status.NORMAL);
		assertThat(replica.role()).isEqualTo(Role.PRIMARY);
		assertThat(replica.groupId()).isNotEqualTo(Header.NO_GROUP);
		assertThat(this.runtime.report().condition()).isNull();
		assertThat(output).contains("Formed a new, empty group")
			.contains("keeps everything in memory, and nothing on disk");
	}

	@Test
	void futuresCompleteOnThreadsOfTheClient() throws Exception {
		this.service.hold();
		this.runtime.start();
		CompletableFuture<String> thread = this.runtime.submit(bytes("a"), TIMEOUT)
			.thenApply((reply) -> Thread.currentThread().getName());
		this.service.release();
		assertThat(thread.get(20, TimeUnit.SECONDS)).startsWith("vr-client-");
	}

	@Test
	void continuationMayWaitForAnotherCall() throws Exception {
		this.service.hold();
		this.runtime.start();
		CompletableFuture<String> both = this.runtime.submit(bytes("a"), TIMEOUT)
			.thenApply((reply) -> text(this.runtime.submit(bytes("b"), TIMEOUT).join().result()));
		this.service.release();
		assertThat(both.get(20, TimeUnit.SECONDS)).isEqualTo("ab");
	}

	@Test
	void errorOfTheServiceStopsTheReplica(CapturedOutput output) {
		this.runtime.start();
		CompletableFuture<Reply> reply = this.runtime.submit(bytes("error"), TIMEOUT);
		Awaitility.await().atMost(TIMEOUT).until(() -> replica(this.runtime.report()).status() == Status.STOPPED);
		assertThat(this.runtime.report().condition()).isNotNull()
			.extracting(Condition::code)
			.isEqualTo(Condition.HANDLER_ERROR);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> reply.get(20, TimeUnit.SECONDS));
		Awaitility.await().atMost(TIMEOUT).until(() -> !this.runtime.isRunning());
		assertThat(this.runtime.submit(bytes("a"), TIMEOUT)).failsWithin(TIMEOUT)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(ReplicaUnavailableException.class);
		assertThat(output).contains("AssertionError: broken").contains("at dev.viewstamped");
	}

	@Test
	void stopFailsWhatIsPendingAndWhatComesLater() {
		this.service.hold();
		this.runtime.start();
		CompletableFuture<Reply> running = this.runtime.submit(bytes("a"), Duration.ofHours(1));
		Awaitility.await().atMost(TIMEOUT).until(this.service::isHeld);
		CompletableFuture<Reply> waiting = this.runtime.submit(bytes("b"), Duration.ofHours(1));
		Thread stopper = new Thread(() -> this.runtime.stop(TIMEOUT));
		stopper.start();
		Awaitility.await().atMost(TIMEOUT).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
		this.service.release();
		assertThat(waiting).failsWithin(TIMEOUT)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(ReplicaUnavailableException.class);
		Awaitility.await().atMost(TIMEOUT).until(running::isDone);
		assertThat(this.runtime.isRunning()).isFalse();
		assertThat(this.runtime.submit(bytes("c"), TIMEOUT)).failsWithin(TIMEOUT);
	}

	@Test
	void repairOfReplicaThatIsWellIsRefused() {
		this.runtime.start();
		Awaitility.await().atMost(TIMEOUT).until(() -> replica(this.runtime.report()).status() == Status.NORMAL);
		RepairAnswer answer = this.runtime.repair();
		assertThat(answer.begun()).isFalse();
		assertThat(answer.message()).isEqualTo("Member 0 has not stopped, so there is nothing to repair");
	}

	@Test
	void repairAfterAnErrorOfTheServiceIsRefused() {
		this.runtime.start();
		this.runtime.submit(bytes("error"), TIMEOUT);
		Awaitility.await().atMost(TIMEOUT).until(() -> replica(this.runtime.report()).status() == Status.STOPPED);
		RepairAnswer answer = this.runtime.repair();
		assertThat(answer.begun()).isFalse();
		assertThat(answer.message()).startsWith("Member 0 has stopped because of 'handler-error'")
			.contains("restart this replica");
	}

	@Test
	void startAfterStopIsRefused() {
		this.runtime.start();
		this.runtime.stop(TIMEOUT);
		assertThatIllegalStateException().isThrownBy(this.runtime::start).withMessageContaining("start another one");
	}

	private static ReplicaReport replica(NodeReport report) {
		return Objects.requireNonNull(report.replica());
	}

	private static ReplicaRuntime runtime(StateMachine service) {
		SecureRandom random = new SecureRandom();
		UUID boot = UUID.randomUUID();
		Configuration configuration = new Configuration(0, List.of(new Member(0, "localhost:8080")));
		Duration timeout = Duration.ofSeconds(30);
		ReplicaOptions options = new ReplicaOptions(0, boot, configuration, true, TimeUnit.MILLISECONDS.toNanos(100),
				timeout.toNanos(), 1000, 100, 1 << 19, 1000, 10, 1 << 24, timeout.toNanos(), 1 << 20,
				Checkpointing.never());
		ClientOptions client = new ClientOptions(1000, 1000, 1 << 20, timeout.toNanos(), timeout.toNanos(),
				timeout.toNanos());
		TransportSettings transport = new TransportSettings("test", 0, boot, 1, null, null, 1 << 20, 1 << 20, timeout);
		return new ReplicaRuntime(options, client, transport, () -> List.of(URI.create("ws://localhost:8080/vr")),
				service, null, new SystemTime(Clock.systemUTC()), random);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Appends each command to a text, once it may.
	 */
	private static class Appender implements StateMachine {

		private final StringBuilder text = new StringBuilder();

		private volatile CompletableFuture<Boolean> gate = CompletableFuture.completedFuture(true);

		private volatile boolean held;

		void hold() {
			this.gate = new CompletableFuture<>();
		}

		void release() {
			this.gate.complete(true);
		}

		boolean isHeld() {
			return this.held;
		}

		@Override
		public Snapshot snapshot() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void restore(Snapshot snapshot) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CheckpointCodec checkpointCodec() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean knows(byte[] command) {
			return true;
		}

		@Override
		public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
			this.held = true;
			this.gate.join();
			String added = text(command);
			if (added.equals("error")) {
				throw new AssertionError("broken");
			}
			return bytes(this.text.append(added).toString());
		}

		@Override
		public byte[] query(byte[] query) {
			return bytes(this.text.toString());
		}

	}

}
