package dev.viewstamped.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.viewstamped.Command;
import dev.viewstamped.Query;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.VrException;
import dev.viewstamped.VrOperations;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedVrClusterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int WRITERS = 4;

	@Test
	void killedPrimaryLosesNoAcknowledgedWriteAndComesBackWithAllOfThem() throws Exception {
		try (EmbeddedVrCluster cluster = EmbeddedVrCluster.of(CounterApplication.class)
			.property("management.endpoints.web.exposure.include", "*")
			.timeout(PATIENCE)
			.build()) {
			cluster.start();
			int killed = cluster.primary();
			List<Integer> survivors = others(killed);
			Writers writers = new Writers(cluster, survivors);
			writers.awaitAcknowledged(200);
			cluster.kill(killed);
			int atKill = writers.acknowledged();
			writers.awaitAcknowledged(atKill + 200);
			assertThat(cluster.primary()).isNotEqualTo(killed);
			cluster.restart(killed);
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(report(cluster, killed).status()).isEqualTo(Status.NORMAL));
			writers.awaitAcknowledged(writers.acknowledged() + 100);
			Map<String, Long> acknowledged = writers.stop();
			awaitEqualCopies(cluster);
			Map<String, Long> copy = copy(cluster, killed);
			assertThat(copy).containsAllEntriesOf(acknowledged);
			assertThat(others(killed)).allSatisfy((memberId) -> assertThat(copy(cluster, memberId)).isEqualTo(copy));
			assertThat(copy.values()).as("each write was executed once").doesNotHaveDuplicates();
			assertThat(get(cluster, killed, "/actuator/vr")).contains("\"status\":\"normal\"");
			assertThat(get(cluster, killed, "/actuator/health")).contains("\"status\":\"UP\"");
			assertThat(get(cluster, killed, "/actuator/metrics/vr.view")).contains("\"name\":\"vr.view\"");
		}
	}

	@Test
	void writeAtOneMemberIsReadAtTheOthersAtOnce() {
		try (EmbeddedVrCluster cluster = EmbeddedVrCluster.of(CounterApplication.class)
			.property("vr.address", "elsewhere:1")
			.timeout(PATIENCE)
			.build()) {
			cluster.start();
			for (int writer = 0; writer < cluster.size(); writer++) {
				operations(cluster, writer).execute(new Write("key-" + writer));
				for (int reader = 0; reader < cluster.size(); reader++) {
					Map<String, Long> entries = operations(cluster, reader).query(new ReadAll(),
							ReadOptions.linearizable());
					assertThat(entries).containsKey("key-" + writer);
				}
			}
		}
	}

	private static List<Integer> others(int memberId) {
		List<Integer> others = new ArrayList<>(List.of(0, 1, 2));
		others.remove(Integer.valueOf(memberId));
		return others;
	}

	private static VrOperations operations(EmbeddedVrCluster cluster, int memberId) {
		return cluster.replica(memberId).getBean(VrOperations.class);
	}

	private static ReplicaReport report(EmbeddedVrCluster cluster, int memberId) {
		ReplicaReport report = cluster.node(memberId).report().replica();
		return Objects.requireNonNull(report);
	}

	private static Map<String, Long> copy(EmbeddedVrCluster cluster, int memberId) {
		return operations(cluster, memberId).query(new ReadAll(), ReadOptions.stale());
	}

	private static void awaitEqualCopies(EmbeddedVrCluster cluster) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> List.of(0, 1, 2)
				.stream()
				.map((memberId) -> report(cluster, memberId).executedNumber())
				.distinct()
				.count() == 1);
	}

	private static String get(EmbeddedVrCluster cluster, int memberId, String path)
			throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(cluster.baseUrl(memberId) + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

	/**
	 * Threads that write new keys at the members that stay, until they are stopped. A
	 * write that was not acknowledged may have happened; it is not repeated.
	 */
	private static final class Writers {

		private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

		private final AtomicInteger keys = new AtomicInteger();

		private final AtomicBoolean stopped = new AtomicBoolean();

		private final ExecutorService executor = Executors.newFixedThreadPool(WRITERS);

		private final List<Future<?>> running = new ArrayList<>();

		Writers(EmbeddedVrCluster cluster, List<Integer> members) {
			for (int writer = 0; writer < WRITERS; writer++) {
				VrOperations operations = operations(cluster, members.get(writer % members.size()));
				this.running.add(this.executor.submit(() -> write(operations)));
			}
		}

		private void write(VrOperations operations) {
			while (!this.stopped.get()) {
				String key = "key-" + this.keys.incrementAndGet();
				try {
					this.acknowledged.put(key, operations.execute(new Write(key)));
				}
				catch (VrException ex) {
					assertThat(ex.getMessage()).isNotBlank();
				}
			}
		}

		int acknowledged() {
			return this.acknowledged.size();
		}

		void awaitAcknowledged(int count) {
			Awaitility.await().atMost(PATIENCE).until(() -> acknowledged() >= count);
		}

		Map<String, Long> stop() throws Exception {
			this.stopped.set(true);
			for (Future<?> writer : this.running) {
				writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			this.executor.shutdown();
			return new TreeMap<>(this.acknowledged);
		}

	}

	/**
	 * Gives a key the next number.
	 *
	 * @param key the key
	 */
	record Write(String key) implements Command<Long> {

	}

	/**
	 * Reads all keys.
	 */
	record ReadAll() implements Query<Map<String, Long>> {

	}

	@Component
	static class Counter {

		private final ReplicatedMap<String, Long> entries;

		private final ReplicatedMap<String, Long> last;

		Counter(ReplicatedState state) {
			this.entries = state.map("entries", String.class, Long.class);
			this.last = state.map("last", String.class, Long.class);
		}

		@ReplicatedCommand("counter.write")
		long write(Write command) {
			Long last = this.last.get("last");
			long next = (last != null) ? last + 1 : 1;
			this.last.put("last", next);
			assertThat(this.entries.containsKey(command.key())).isFalse();
			this.entries.put(command.key(), next);
			return next;
		}

		@ReplicatedQuery("counter.read-all")
		Map<String, Long> readAll(ReadAll query) {
			return this.entries.entries().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Counter.class)
	static class CounterApplication {

	}

}
