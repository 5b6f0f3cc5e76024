package dev.viewstamped.embedded;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.viewstamped.Command;
import dev.viewstamped.Query;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.VrOperations;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A handler that reads the clock, on a member whose clock differs from that of the
 * others.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class RepairTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int WRONG = 2;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "memory", "durable" })
	void memberThatHasDivergedStopsAndIsRepairedOnTheOperatorsWord(String mode, CapturedOutput output)
			throws Exception {
		try (EmbeddedVrCluster cluster = EmbeddedVrCluster.of(ClockApplication.class)
			.property("vr.storage.mode", mode)
			.property("vr.storage.directory", this.directory.toString())
			.property("vr.checkpoint.interval", 10)
			.property("management.endpoints.web.exposure.include", "*")
			.property("management.endpoint.vr.access", "unrestricted")
			.property("management.endpoint.health.show-details", "always")
			.timeout(PATIENCE)
			.build()) {
			cluster.start();
			Awaitility.await().atMost(PATIENCE).until(() -> {
				operations(cluster, 0).execute(new Stamp());
				return report(cluster, WRONG).status() == Status.STOPPED;
			});
			Condition condition = Objects.requireNonNull(cluster.node(WRONG).report().condition());
			assertThat(condition.code()).isEqualTo(Condition.DIVERGED);
			assertThat(condition.message())
				.containsPattern("After op \\d+ the state of this replica has digest [0-9a-f]{64}")
				.contains("POST /actuator/vr/repair");
			HttpResponse<String> health = send(cluster, "GET", "/actuator/health/vr");
			assertThat(health.statusCode()).isEqualTo(503);
			assertThat(health.body()).contains("\"status\":\"DOWN\"").contains(condition.message());
			assertThat(report(cluster, WRONG).checkpoints().divergences()).isPositive();
			assertThatException().isThrownBy(() -> operations(cluster, WRONG).execute(new Stamp()));
			operations(cluster, 1).execute(new Stamp());
			cluster.replica(WRONG).getBean(SkewedClock.class).mended.set(true);

			assertThat(send(cluster, "POST", "/actuator/vr/repair").statusCode()).isEqualTo(202);
			cluster.awaitReady();
			long latest = operations(cluster, 0).execute(new Stamp());
			assertThat(operations(cluster, WRONG).query(new Latest(), ReadOptions.linearizable())).isEqualTo(latest);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> operations(cluster, WRONG).query(new Latest(), ReadOptions.stale()) == latest);
			assertThat(cluster.node(WRONG).report().condition()).isNull();
			assertThat(send(cluster, "POST", "/actuator/vr/repair").statusCode()).isEqualTo(409);
			assertThat(output).contains("Member 2 of group 'vr' is repaired: it gives up its state up to op ");
		}
	}

	private static ReplicaReport report(EmbeddedVrCluster cluster, int memberId) {
		return Objects.requireNonNull(cluster.node(memberId).report().replica());
	}

	private static VrOperations operations(EmbeddedVrCluster cluster, int memberId) {
		return cluster.replica(memberId).getBean(VrOperations.class);
	}

	private static HttpResponse<String> send(EmbeddedVrCluster cluster, String method, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(cluster.baseUrl(WRONG) + path))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	record Stamp() implements Command<Long> {

	}

	record Latest() implements Query<Long> {

	}

	/**
	 * Stands still, but for the member with the wrong clock.
	 */
	static class SkewedClock {

		private final AtomicBoolean mended = new AtomicBoolean();

		private final Clock clock;

		SkewedClock(Clock clock) {
			this.clock = clock;
		}

		long millis() {
			return this.mended.get() ? 0 : this.clock.millis();
		}

	}

	static class Stamps {

		private final ReplicatedMap<String, Long> stamps;

		private final SkewedClock clock;

		Stamps(ReplicatedState state, SkewedClock clock) {
			this.stamps = state.map("stamps", String.class, Long.class);
			this.clock = clock;
		}

		@ReplicatedCommand
		Long stamp(Stamp command) {
			Long before = this.stamps.get("count");
			long count = (before != null) ? before + 1 : 1;
			this.stamps.put("count", count);
			this.stamps.put("at", this.clock.millis());
			return count;
		}

		@ReplicatedQuery
		Long latest(Latest query) {
			return Objects.requireNonNullElse(this.stamps.get("count"), 0L);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ClockApplication {

		@Bean
		SkewedClock skewedClock(@Value("${vr.member-id}") int memberId) {
			return new SkewedClock(
					(memberId == WRONG) ? Clock.systemUTC() : Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
		}

		@Bean
		Stamps stamps(ReplicatedState state, SkewedClock clock) {
			return new Stamps(state, clock);
		}

	}

}
