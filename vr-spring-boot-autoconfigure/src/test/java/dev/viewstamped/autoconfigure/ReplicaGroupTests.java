package dev.viewstamped.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import dev.viewstamped.Command;
import dev.viewstamped.CommandFailedException;
import dev.viewstamped.Query;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.VrException;
import dev.viewstamped.VrOperations;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Three applications with real web servers, and a fourth one that is only a client.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ReplicaGroupTests {

	private static final int SIZE = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final AtomicIntegerArray ports = new AtomicIntegerArray(SIZE);

	private final @Nullable ConfigurableApplicationContext[] members = new ConfigurableApplicationContext[SIZE];

	private final List<ConfigurableApplicationContext> others = new ArrayList<>();

	@AfterEach
	void close() {
		this.others.forEach(ConfigurableApplicationContext::close);
		for (ConfigurableApplicationContext member : this.members) {
			if (member != null) {
				member.close();
			}
		}
	}

	@Test
	void groupServesAtEveryMemberAndToAClientAndOutlivesItsPrimary(CapturedOutput output) {
		IntStream.range(0, SIZE).forEach(this::start);
		awaitNormal(0, 1, 2);
		for (int i = 0; i < SIZE; i++) {
			assertThat(vr(i).execute(new Append("x"))).isEqualTo("x".repeat(i + 1));
		}
		for (int i = 0; i < SIZE; i++) {
			assertThat(vr(i).query(new Read())).isEqualTo("xxx");
		}
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> vr(1).execute(new Append("bad")))
			.withMessageContaining("not that");
		assertThat(vr(2).query(new Read())).isEqualTo("xxx");

		ConfigurableApplicationContext client = run("--vr.mode=client", "--server.port=0");
		this.others.add(client);
		VrOperations clientVr = client.getBean(VrOperations.class);
		assertThat(clientVr.execute(new Append("y"))).isEqualTo("xxxy");
		assertThat(clientVr.query(new Read())).isEqualTo("xxxy");
		Awaitility.await().atMost(PATIENCE).until(() -> client.getBean(VrNode.class).report().primary() == primary(0));

		int primary = primary(0);
		int survivor = (primary + 1) % SIZE;
		stop(primary);
		String afterwards = executeInTheEnd(vr(survivor), "z");
		assertThat(afterwards).startsWith("xxxyz");
		assertThat(replica(survivor).view()).isPositive();
		assertThat(report(survivor).links()).hasSize(SIZE - 1);
		String seenByClient = executeInTheEnd(clientVr, "w");
		assertThat(seenByClient).startsWith(afterwards + "w");

		start(primary);
		awaitNormal(0, 1, 2);
		String read = vr(primary).query(new Read());
		assertThat(read).isEqualTo(vr(survivor).query(new Read()));
		assertThat(output).as("logged by the primary, once").containsOnlyOnce("The command 'append' failed in ");
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(vr(primary).query(new Read(), ReadOptions.stale())).isEqualTo(read));
	}

	@Test
	void memberWithoutTheOthersSaysWhatItWaitsFor() {
		start(0);
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(report(0).condition()).isNotNull()
				.extracting(Condition::message)
				.asString()
				.contains("Not in contact: "));
		assertThat(replica(0).status()).isEqualTo(Status.RECOVERING);
		assertThatExceptionOfType(VrException.class).isThrownBy(() -> vr(0).execute(new Append("x")));
	}

	/**
	 * A call whose outcome is unknown is made again, so the text may have it twice.
	 */
	private static String executeInTheEnd(VrOperations vr, String text) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(VrException.class)
			.until(() -> vr.execute(new Append(text)), Objects::nonNull);
	}

	private void awaitNormal(int... memberIds) {
		for (int memberId : memberIds) {
			Awaitility.await().atMost(PATIENCE).until(() -> replica(memberId).available());
		}
	}

	private int primary(int memberId) {
		return report(memberId).primary();
	}

	private NodeReport report(int memberId) {
		return member(memberId).getBean(VrNode.class).report();
	}

	private ReplicaReport replica(int memberId) {
		return Objects.requireNonNull(report(memberId).replica());
	}

	private VrOperations vr(int memberId) {
		return member(memberId).getBean(VrOperations.class);
	}

	private ConfigurableApplicationContext member(int memberId) {
		return Objects.requireNonNull(this.members[memberId]);
	}

	private void start(int memberId) {
		this.members[memberId] = run("--vr.member-id=" + memberId, "--server.port=" + this.ports.get(memberId));
	}

	private void stop(int memberId) {
		member(memberId).close();
		this.members[memberId] = null;
	}

	private ConfigurableApplicationContext run(String... args) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("spring.jmx.enabled=false", "vr.transport.secret=hush", "vr.group=test",
					"server.servlet.context-path=/ctx", "vr.timing.request-timeout=10s", "vr.drain.timeout=1s",
					"spring.main.banner-mode=off")
			.initializers((context) -> {
				context.getBeanFactory().registerSingleton("details", (VrConnectionDetails) this::addresses);
				context.addApplicationListener((ApplicationListener<WebServerInitializedEvent>) (event) -> {
					Integer memberId = event.getApplicationContext()
						.getEnvironment()
						.getProperty("vr.member-id", Integer.class);
					if (memberId != null) {
						this.ports.set(memberId, event.getWebServer().getPort());
					}
				});
			})
			.run(args);
	}

	private List<String> addresses() {
		return IntStream.range(0, SIZE).mapToObj((i) -> "localhost:" + this.ports.get(i)).toList();
	}

	record Append(String text) implements Command<String> {

	}

	record Read() implements Query<String> {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TextStore textStore(ReplicatedState state) {
			return new TextStore(state);
		}

	}

	static class TextStore {

		private final ReplicatedMap<String, String> texts;

		TextStore(ReplicatedState state) {
			this.texts = state.map("texts", String.class, String.class);
		}

		@ReplicatedCommand("append")
		String append(Append command) {
			String before = this.texts.get("text");
			String after = ((before != null) ? before : "") + command.text();
			this.texts.put("text", after);
			if (command.text().equals("bad")) {
				throw new IllegalArgumentException("not that");
			}
			return after;
		}

		@ReplicatedQuery("read")
		String read(Read query) {
			return Objects.requireNonNullElse(this.texts.get("text"), "");
		}

	}

}
