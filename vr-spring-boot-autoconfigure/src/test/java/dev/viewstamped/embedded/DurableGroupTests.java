package dev.viewstamped.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.viewstamped.Command;
import dev.viewstamped.Query;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.VrOperations;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.storage.StorageException;
import dev.viewstamped.storage.StorageReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Groups that keep their state on disk.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class DurableGroupTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	@Test
	void groupThatWasStoppedAsAWholeGoesOnFromItsDisks(CapturedOutput output) {
		try (EmbeddedVrCluster cluster = cluster()) {
			cluster.start();
			for (int i = 0; i < 300; i++) {
				operations(cluster, i % 3).execute(new Put("k" + i % 50, "v" + i));
			}
			StorageReport storage = Objects.requireNonNull(cluster.node(1).report().storage());
			assertThat(storage.location()).isEqualTo(this.directory.resolve("member-1").toString());
			assertThat(storage.syncCount()).isPositive();
			assertThat(output)
				.contains("keeps its state on disk, in " + this.directory.resolve("member-1") + ". The data survives");
		}
		assertThat(this.directory.resolve("member-2")).isNotEmptyDirectory();
		try (EmbeddedVrCluster cluster = cluster()) {
			cluster.start();
			assertThat(operations(cluster, 2).query(new Find("k49"), ReadOptions.linearizable())).contains("v299");
			assertThat(operations(cluster, 0).execute(new Put("k0", "later"))).isEqualTo("v250");
			ReplicaReport replica = Objects.requireNonNull(cluster.node(0).report().replica());
			assertThat(replica.formedGroup()).isFalse();
			assertThat(replica.opNumber()).isGreaterThan(300);
		}
	}

	@Test
	void memberWhoseDiskIsLostRecoversFromTheOthers() throws Exception {
		try (EmbeddedVrCluster cluster = cluster()) {
			cluster.start();
			operations(cluster, 0).execute(new Put("a", "1"));
			int lost = (cluster.primary() + 1) % 3;
			cluster.kill(lost);
			delete(this.directory.resolve("member-" + lost));
			cluster.restart(lost);
			cluster.awaitReady();
			operations(cluster, lost).execute(new Put("a", "2"));
			assertThat(operations(cluster, lost).query(new Find("a"), ReadOptions.linearizable())).contains("2");
			assertThat(Objects.requireNonNull(cluster.node(lost).report().replica()).formedGroup()).isFalse();
		}
	}

	@Test
	void directoryOfAnotherReplicaEndsTheStart(CapturedOutput output) throws Exception {
		try (EmbeddedVrCluster first = cluster(); EmbeddedVrCluster second = cluster()) {
			first.start();
			assertThatException().isThrownBy(second::start).withRootCauseInstanceOf(StorageException.class);
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("(vr.storage.directory) is in use by another replica. Nothing in the directory was changed")
				.contains("give each replica a directory of its own");
			operations(first, 0).execute(new Put("a", "1"));
		}
		try (EmbeddedVrCluster other = builder().property("vr.group", "other").build()) {
			assertThatException().isThrownBy(other::start).withRootCauseInstanceOf(StorageException.class);
		}
		try (EmbeddedVrCluster again = cluster()) {
			again.start();
			assertThat(operations(again, 1).query(new Find("a"), ReadOptions.linearizable())).contains("1");
		}
	}

	@Test
	void directoryThatCannotBeCreatedEndsTheStart(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		try (EmbeddedVrCluster cluster = builder().property("vr.storage.directory", file.toString()).build()) {
			assertThatException().isThrownBy(cluster::start).withRootCauseInstanceOf(IOException.class);
		}
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The directory " + file.resolve("member-"))
			.contains("Set vr.storage.directory to a directory that this process may create, read and write.");
	}

	private EmbeddedVrCluster cluster() {
		return builder().build();
	}

	private EmbeddedVrCluster.Builder builder() {
		return EmbeddedVrCluster.of(TextApplication.class)
			.property("vr.group", "texts")
			.property("vr.storage.mode", "durable")
			.property("vr.storage.directory", this.directory.toString())
			.property("vr.checkpoint.interval", 50)
			.timeout(PATIENCE);
	}

	private static VrOperations operations(EmbeddedVrCluster cluster, int memberId) {
		return cluster.replica(memberId).getBean(VrOperations.class);
	}

	private static void delete(Path directory) throws Exception {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(directory);
	}

	record Put(String key, String value) implements Command<String> {

	}

	record Find(String key) implements Query<Optional<String>> {

	}

	@Component
	static class Texts {

		private final ReplicatedMap<String, String> texts;

		Texts(ReplicatedState state) {
			this.texts = state.map("texts", String.class, String.class);
		}

		@ReplicatedCommand
		String put(Put command) {
			return Objects.requireNonNullElse(this.texts.put(command.key(), command.value()), "");
		}

		@ReplicatedQuery
		Optional<String> find(Find query) {
			return Optional.ofNullable(this.texts.get(query.key()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Texts.class)
	static class TextApplication {

	}

}
