package dev.viewstamped.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.viewstamped.actuate.CommandTimers;
import dev.viewstamped.actuate.ReadinessGroupMember;
import dev.viewstamped.actuate.Reports;
import dev.viewstamped.actuate.VrEndpoint;
import dev.viewstamped.actuate.VrHealthIndicator;
import dev.viewstamped.actuate.VrMeterBinder;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.RepairAnswer;
import dev.viewstamped.runtime.VrNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class VrActuatorAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=vr";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(VrEndpointAutoConfiguration.class,
				VrHealthContributorAutoConfiguration.class, VrMetricsAutoConfiguration.class))
		.withBean(VrNode.class, () -> Reports::primary)
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void endpointIsThereOnlyWhenExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(VrEndpoint.class));
		this.runner.withPropertyValues(EXPOSED).run((context) -> assertThat(context).hasSingleBean(VrEndpoint.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.vr.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(VrEndpoint.class));
	}

	@Test
	void healthIsThereUnlessDisabled() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(VrHealthIndicator.class)
			.hasSingleBean(ReadinessGroupMember.class)
			.hasBean("vrHealthIndicator"));
		this.runner.withPropertyValues("management.health.vr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VrHealthIndicator.class)
				.doesNotHaveBean(ReadinessGroupMember.class));
	}

	@Test
	void readinessGroupIsTheUsersWhenSetInAnyForm() {
		for (String property : List.of("include=readinessState", "include[0]=readinessState", "exclude=vr")) {
			this.runner.withPropertyValues("management.endpoint.health.group.readiness." + property)
				.run((context) -> assertThat(context).hasSingleBean(VrHealthIndicator.class)
					.doesNotHaveBean(ReadinessGroupMember.class));
		}
	}

	@Test
	void metersAreThereWithARegistry() {
		this.runner.run(
				(context) -> assertThat(context).hasSingleBean(VrMeterBinder.class).hasSingleBean(CommandTimers.class));
	}

	@Test
	void nothingIsThereWithoutANode() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(VrEndpointAutoConfiguration.class,
					VrHealthContributorAutoConfiguration.class, VrMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).doesNotHaveBean(VrEndpoint.class)
				.doesNotHaveBean(VrHealthIndicator.class)
				.doesNotHaveBean(VrMeterBinder.class)
				.doesNotHaveBean(CommandTimers.class));
	}

	@Test
	void nothingIsThereWithoutTheOptionalClasses() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(VrEndpointAutoConfiguration.class,
					VrHealthContributorAutoConfiguration.class, VrMetricsAutoConfiguration.class))
			.withBean(VrNode.class, () -> Reports::primary)
			.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(HealthIndicator.class, Endpoint.class,
					ConditionalOnAvailableEndpoint.class, MeterRegistry.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeanNamesForType(VrHealthIndicator.class)).isEmpty();
				assertThat(context.containsBean("vrEndpoint")).isFalse();
				assertThat(context.containsBean("vrMeterBinder")).isFalse();
			});
	}

	@Test
	void endpointAnswersAsInTheContract() throws Exception {
		try (ConfigurableApplicationContext context = start("--management.endpoints.web.exposure.include=*")) {
			assertThat(get(context, "/actuator/vr").body()).isEqualTo("{\"group\":\"config\","
					+ "\"groupId\":\"00112233445566778899aabbccddeeff\",\"memberId\":0,\"role\":\"primary\","
					+ "\"status\":\"normal\",\"view\":6,\"epoch\":0,"
					+ "\"primary\":{\"memberId\":0,\"address\":\"localhost:8080\"},"
					+ "\"opNumber\":128,\"commitNumber\":126,\"checkpointNumber\":0,\"storage\":\"memory\","
					+ "\"configuration\":[{\"memberId\":0,\"address\":\"localhost:8080\"},"
					+ "{\"memberId\":1,\"address\":\"localhost:8081\"},{\"memberId\":2,\"address\":\"localhost:9002\"}],"
					+ "\"quorum\":{\"size\":3,\"needed\":2,\"reachable\":2},"
					+ "\"checkpoint\":{\"opNumber\":0,\"digest\":\"" + "0".repeat(64) + "\"},"
					+ "\"log\":{\"firstOpNumber\":1,\"entries\":128,\"bytes\":4096},"
					+ "\"peers\":[{\"memberId\":1,\"connected\":true,\"lag\":3,\"roundTripMillis\":0.412},"
					+ "{\"memberId\":2,\"connected\":false}]}");
			assertThat(get(context, "/actuator/vr/view").body())
				.isEqualTo("{\"view\":6,\"primary\":{\"memberId\":0,\"address\":\"localhost:8080\"}}");
			assertThat(get(context, "/actuator/vr/status").body())
				.isEqualTo("{\"status\":\"normal\",\"role\":\"primary\"}");
			assertThat(get(context, "/actuator/vr/epoch").body())
				.startsWith("{\"epoch\":0,\"configuration\":[{\"memberId\":0,")
				.doesNotContain("oldConfiguration");
			assertThat(get(context, "/actuator/vr/unknown").statusCode()).isEqualTo(404);
			assertThat(get(context, "/actuator/metrics/vr.view").body()).contains("\"value\":6.0");
		}
	}

	@Test
	void endpointShowsCheckpointJournalAndTransfer() throws Exception {
		try (ConfigurableApplicationContext context = start("--management.endpoints.web.exposure.include=vr")) {
			context.getBean(FakeNode.class).report = Reports.durable();
			assertThat(get(context, "/actuator/vr").body()).contains("\"checkpointNumber\":100,\"storage\":\"durable\"")
				.contains("\"checkpoint\":{\"opNumber\":100,\"digest\":\"0000000000000001000000000000000200000000"
						+ "000000030000000000000004\",\"ageMillis\":2500}")
				.contains("\"log\":{\"firstOpNumber\":29,\"entries\":100,\"bytes\":4096}")
				.contains("\"journal\":{\"directory\":\"/data\",\"bytes\":1048576,\"segments\":2,\"syncs\":42,"
						+ "\"lastSyncMillis\":1.235,\"checkpointNumber\":90,\"checkpointBytes\":4711}")
				.contains("\"transfer\":{\"opNumber\":300,\"percent\":45.6,\"bytes\":65536,\"from\":2}");
		}
	}

	@Test
	void repairIsForThoseWhoMayWrite() throws Exception {
		try (ConfigurableApplicationContext context = start("--management.endpoints.web.exposure.include=vr")) {
			assertThat(post(context, "/actuator/vr/repair").statusCode()).isEqualTo(405);
			assertThat(context.getBean(FakeNode.class).repairs).hasValue(0);
		}
		try (ConfigurableApplicationContext context = start("--management.endpoints.web.exposure.include=vr",
				"--management.endpoint.vr.access=unrestricted")) {
			HttpResponse<String> begun = post(context, "/actuator/vr/repair");
			assertThat(begun.statusCode()).isEqualTo(202);
			assertThat(begun.body()).isEqualTo("{\"begun\":true,\"message\":\"repair 1\"}");
			HttpResponse<String> refused = post(context, "/actuator/vr/repair");
			assertThat(refused.statusCode()).isEqualTo(409);
			assertThat(refused.body()).isEqualTo("{\"begun\":false,\"message\":\"repair 2\"}");
			assertThat(post(context, "/actuator/vr/destroy").statusCode()).isEqualTo(404);
			assertThat(get(context, "/actuator/vr/view").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void readinessFollowsTheReplicaAndLivenessDoesNot() throws Exception {
		try (ConfigurableApplicationContext context = start(
				"--management.endpoint.health.probes.add-additional-paths=true")) {
			assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(200);
			assertThat(get(context, "/readyz").statusCode()).isEqualTo(200);
			context.getBean(FakeNode.class).report = Reports.noQuorum();
			assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(503);
			assertThat(get(context, "/readyz").statusCode()).isEqualTo(503);
			assertThat(get(context, "/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(get(context, "/livez").statusCode()).isEqualTo(200);
			assertThat(get(context, "/actuator/health").body()).contains("\"status\":\"OUT_OF_SERVICE\"");
		}
	}

	@Test
	void applicationStartsWhenHealthIsDisabled() throws Exception {
		try (ConfigurableApplicationContext context = start("--management.health.vr.enabled=false")) {
			context.getBean(FakeNode.class).report = Reports.noQuorum();
			assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void nothingIsThereWhenTheLibraryIsDisabled() throws Exception {
		try (ConfigurableApplicationContext context = start(PlainApplication.class, "--vr.enabled=false",
				"--management.endpoints.web.exposure.include=*")) {
			assertThat(get(context, "/actuator/vr").statusCode()).isEqualTo(404);
			assertThat(get(context, "/actuator/health/vr").statusCode()).isEqualTo(404);
			assertThat(get(context, "/actuator/metrics").body()).doesNotContain("vr.");
			assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void clientIsNotReadyWhileNoPrimaryIsKnown() throws Exception {
		try (ConfigurableApplicationContext context = start(PlainApplication.class, "--vr.mode=client",
				"--vr.members=localhost:1,localhost:2,localhost:3", "--vr.group=config",
				"--management.endpoints.web.exposure.include=*")) {
			assertThat(get(context, "/actuator/vr").body()).startsWith("{\"group\":\"config\"")
				.doesNotContain("memberId\":-1", "\"status\"", "\"view\"", "\"primary\"");
			assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(503);
			assertThat(get(context, "/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(get(context, "/actuator/metrics").body()).contains("vr.transport.sent")
				.doesNotContain("vr.view");
		}
	}

	private static ConfigurableApplicationContext start(String... args) {
		return start(FakeNodeApplication.class, args);
	}

	private static ConfigurableApplicationContext start(Class<?> application, String... args) {
		return new SpringApplicationBuilder(application)
			.properties("server.port=0", "management.endpoint.health.show-components=always")
			.bannerMode(Banner.Mode.OFF)
			.run(args);
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path;
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path;
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	static class FakeNode implements VrNode {

		private final AtomicInteger repairs = new AtomicInteger();

		private volatile NodeReport report = Reports.primary();

		@Override
		public NodeReport report() {
			return this.report;
		}

		@Override
		public RepairAnswer repair() {
			int number = this.repairs.incrementAndGet();
			return new RepairAnswer(number == 1, "repair " + number);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PlainApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { VrReplicaAutoConfiguration.class, VrTemplateAutoConfiguration.class })
	static class FakeNodeApplication {

		@Bean
		FakeNode fakeNode() {
			return new FakeNode();
		}

		@Bean
		VrConnectionDetails connectionDetails() {
			return () -> List.of("localhost:9000", "localhost:9001", "localhost:9002");
		}

	}

}
