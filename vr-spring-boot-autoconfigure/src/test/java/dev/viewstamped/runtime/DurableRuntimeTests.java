package dev.viewstamped.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Checkpointing;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.service.JsonValues;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.storage.DurableOptions;
import dev.viewstamped.storage.FileDirectory;
import dev.viewstamped.storage.StorageDirectory;
import dev.viewstamped.storage.StorageException;
import dev.viewstamped.transport.TransportSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DurableRuntimeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@TempDir
	private Path path;

	private final AtomicBoolean broken = new AtomicBoolean();

	@Test
	void replicaThatStartsAgainHasItsState(CapturedOutput output) throws Exception {
		try (ReplicaRuntime runtime = runtime()) {
			runtime.start();
			assertThat(submit(runtime, "a")).isEqualTo("a");
			assertThat(submit(runtime, "b")).isEqualTo("ab");
			assertThat(Objects.requireNonNull(runtime.report().storage()).syncCount()).isPositive();
		}
		try (ReplicaRuntime runtime = runtime()) {
			runtime.start();
			assertThat(submit(runtime, "c")).isEqualTo("abc");
			assertThat(replica(runtime).formedGroup()).isFalse();
			assertThat(replica(runtime).view()).isPositive();
		}
		assertThat(output).contains("keeps its state on disk, in " + this.path)
			.containsOnlyOnce("Formed a new, empty group");
	}

	@Test
	void diskThatFailsStopsTheReplicaForGood() throws Exception {
		try (ReplicaRuntime runtime = runtime()) {
			runtime.start();
			assertThat(submit(runtime, "a")).isEqualTo("a");
			this.broken.set(true);
			runtime.submit("b".getBytes(StandardCharsets.UTF_8), TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> replica(runtime).status() == Status.STOPPED);
			Condition condition = Objects.requireNonNull(runtime.report().condition());
			assertThat(condition.code()).isEqualTo(Condition.STORAGE_ERROR);
			assertThat(condition.message()).contains(this.path.toString()).contains("No space left");
			Awaitility.await().atMost(TIMEOUT).until(() -> !runtime.isRunning());
			RepairAnswer answer = runtime.repair();
			assertThat(answer.begun()).isFalse();
			assertThat(answer.message()).startsWith("Member 0 has stopped because of 'storage-error'");
		}
		this.broken.set(false);
		try (ReplicaRuntime runtime = runtime()) {
			runtime.start();
			assertThat(submit(runtime, "c")).startsWith("a").endsWith("c");
		}
	}

	@Test
	void directoryIsLockedBeforeTheStartAndFreeAfterTheEnd() {
		try (ReplicaRuntime runtime = runtime()) {
			assertThat(runtime.report().storage()).isNotNull();
			assertThatExceptionOfType(StorageException.class).isThrownBy(this::runtime)
				.withMessageContaining("is in use by another replica");
		}
		runtime().close();
	}

	private static ReplicaReport replica(ReplicaRuntime runtime) {
		return Objects.requireNonNull(runtime.report().replica());
	}

	private static String submit(ReplicaRuntime runtime, String text) throws Exception {
		Reply reply = runtime.submit(text.getBytes(StandardCharsets.UTF_8), TIMEOUT).get(20, TimeUnit.SECONDS);
		return new String(reply.result(), StandardCharsets.UTF_8);
	}

	private ReplicaRuntime runtime() {
		UUID boot = UUID.randomUUID();
		Configuration configuration = new Configuration(0, List.of(new Member(0, "localhost:8080")));
		Duration timeout = Duration.ofSeconds(30);
		ReplicaOptions options = new ReplicaOptions(0, boot, configuration, true, TimeUnit.MILLISECONDS.toNanos(100),
				timeout.toNanos(), 1000, 100, 1 << 19, 1000, 10, 1 << 24, timeout.toNanos(), 1 << 20,
				Checkpointing.never());
		ClientOptions client = new ClientOptions(1000, 1000, 1 << 20, timeout.toNanos(), timeout.toNanos(),
				timeout.toNanos());
		TransportSettings transport = new TransportSettings("test", 0, boot, 1, null, null, 1 << 20, 1 << 20, timeout);
		StateMachine service = new Appender();
		StorageOpener opener = new StorageOpener("test",
				() -> new FragileDirectory(FileDirectory.open(this.path), this.broken), service::checkpointCodec,
				DurableOptions.defaults());
		return new ReplicaRuntime(options, client, transport, () -> List.of(URI.create("ws://localhost:8080/vr")),
				service, opener, new SystemTime(Clock.systemUTC()), new SecureRandom());
	}

	/**
	 * A directory on a disk that gets full.
	 */
	private record FragileDirectory(StorageDirectory delegate, AtomicBoolean broken) implements StorageDirectory {

		@Override
		public String location() {
			return this.delegate.location();
		}

		@Override
		public List<String> list() throws IOException {
			return this.delegate.list();
		}

		@Override
		public long size(String name) throws IOException {
			return this.delegate.size(name);
		}

		@Override
		public void read(String name, long position, ByteBuffer into) throws IOException {
			this.delegate.read(name, position, into);
		}

		@Override
		public void write(String name, long position, ByteBuffer from) throws IOException {
			if (this.broken.get()) {
				throw new IOException("No space left on device");
			}
			this.delegate.write(name, position, from);
		}

		@Override
		public void sync(String name) throws IOException {
			this.delegate.sync(name);
		}

		@Override
		public void trim(String name, long size) throws IOException {
			this.delegate.trim(name, size);
		}

		@Override
		public void rename(String from, String to) throws IOException {
			this.delegate.rename(from, to);
		}

		@Override
		public void delete(String name) throws IOException {
			this.delegate.delete(name);
		}

		@Override
		public void syncDirectory() throws IOException {
			this.delegate.syncDirectory();
		}

		@Override
		public void close() {
			this.delegate.close();
		}

	}

	/**
	 * Appends each command to a text.
	 */
	private static class Appender implements StateMachine {

		private final StringBuilder text = new StringBuilder();

		@Override
		public boolean knows(byte[] command) {
			return true;
		}

		@Override
		public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
			this.text.append(new String(command, StandardCharsets.UTF_8));
			return query(command);
		}

		@Override
		public byte[] query(byte[] query) {
			return this.text.toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Snapshot snapshot() {
			throw new IllegalStateException("No checkpoint is due");
		}

		@Override
		public void restore(Snapshot snapshot) {
			throw new IllegalStateException("There is no checkpoint");
		}

		@Override
		public CheckpointCodec checkpointCodec() {
			return new ReplicatedMaps(new JsonValues()).checkpointCodec();
		}

	}

}
