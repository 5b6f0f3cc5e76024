package dev.viewstamped.autoconfigure;

import java.util.Map;
import java.util.Objects;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.actuate.VrEndpoint;
import dev.viewstamped.kubernetes.Api;
import dev.viewstamped.kubernetes.BootstrapMarker;
import dev.viewstamped.kubernetes.ClusterReconciliation;
import dev.viewstamped.kubernetes.ReconciliationThread;
import dev.viewstamped.runtime.Departure;
import dev.viewstamped.runtime.ReplicaRuntime;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class VrKubernetesAutoConfigurationTests {

	private static final String MEMBERS = "vr.members=vr-0.vr-peers:8080,vr-1.vr-peers:8080,vr-2.vr-peers:8080";

	private static final String KUBERNETES = "spring.main.cloud-platform=kubernetes";

	private final Api api = Api.keeping();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, VrAutoConfiguration.class,
				VrReplicaAutoConfiguration.class, VrClientAutoConfiguration.class, VrTemplateAutoConfiguration.class,
				EndpointAutoConfiguration.class, VrEndpointAutoConfiguration.class,
				VrKubernetesAutoConfiguration.class))
		.withBean(KubernetesClient.class, this.api::client)
		.withBean(Adder.class)
		.withPropertyValues(MEMBERS, "POD_NAME=vr-0", "POD_NAMESPACE=ns", "vr.member-id=0",
				"management.endpoints.web.exposure.include=vr", "vr.drain.timeout=1ms");

	@AfterEach
	void close() {
		this.api.close();
	}

	@Test
	void podOfAStatefulSetReconciles() {
		this.api.createMarker(Map.of());
		this.runner.withPropertyValues(KUBERNETES).run((context) -> {
			assertThat(context).hasSingleBean(ClusterReconciliation.class)
				.hasSingleBean(BootstrapMarker.class)
				.hasSingleBean(ReconciliationThread.class)
				.hasSingleBean(Departure.class);
			assertThat(context.getBean(ReconciliationThread.class).isRunning()).isTrue();
			assertThat(Objects.requireNonNull(context.getBean(VrEndpoint.class).node().controllers()))
				.extracting((controller) -> controller.name())
				.containsExactly("bootstrap-marker", "membership", "rollout");
		});
	}

	@Test
	void podElsewhereDoesNot() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ReplicaRuntime.class)
			.doesNotHaveBean(ClusterReconciliation.class));
	}

	@Test
	void podThatMustNotUseTheApiDoesNot() {
		this.runner.withPropertyValues(KUBERNETES, "vr.kubernetes.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ReplicaRuntime.class)
				.doesNotHaveBean(ClusterReconciliation.class)
				.doesNotHaveBean(BootstrapMarker.class));
	}

	@Test
	void podWithoutTheClientLibraryDoesNot() {
		this.runner.withPropertyValues(KUBERNETES)
			.withClassLoader(new FilteredClassLoader("io.fabric8"))
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterReconciliation.class));
	}

	@Test
	void podWhoseMembersAreNoPodsDoesNot() {
		this.runner.withPropertyValues(KUBERNETES, "vr.members=localhost:9001,localhost:9002,localhost:9003")
			.run((context) -> assertThat(context).hasSingleBean(ReplicaRuntime.class)
				.doesNotHaveBean(ClusterReconciliation.class));
	}

	@Test
	void groupThatWasFormedIsNotFormedAnew() {
		this.api.createMarker(Map.of("state", "FORMED", "groupId", "abc"));
		this.runner.withPropertyValues(KUBERNETES).run((context) -> {
			BootstrapMarker marker = context.getBean(BootstrapMarker.class);
			assertThat(marker.mayForm()).isFalse();
			assertThat(context).hasSingleBean(ReplicaRuntime.class);
		});
	}

	record Add(int amount) implements Command<Integer> {

	}

	static class Adder {

		@ReplicatedCommand("add")
		Integer add(Add command, CommandContext context) {
			return command.amount();
		}

	}

}
