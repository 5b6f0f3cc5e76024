package dev.viewstamped.autoconfigure;

import java.util.List;

import dev.viewstamped.VrOperations;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.runtime.ClientRuntime;
import dev.viewstamped.runtime.ReplicaRuntime;
import dev.viewstamped.runtime.VrNode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class VrClientAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, VrAutoConfiguration.class,
				VrReplicaAutoConfiguration.class, VrClientAutoConfiguration.class, VrWebSocketAutoConfiguration.class,
				VrTemplateAutoConfiguration.class))
		.withPropertyValues("vr.mode=client");

	@Test
	void runHasClientAndTemplateButNoReplica() {
		this.contextRunner.withPropertyValues("vr.members=localhost:1,localhost:2", "vr.group=g").run((context) -> {
			assertThat(context).hasSingleBean(ClientRuntime.class)
				.hasSingleBean(VrClient.class)
				.hasSingleBean(VrOperations.class)
				.hasSingleBean(NodeLifecycle.class)
				.doesNotHaveBean(ReplicaRuntime.class)
				.doesNotHaveBean(SimpleUrlHandlerMapping.class);
			assertThat(context.getBean(ClientRuntime.class).isRunning()).isTrue();
			VrNode node = context.getBean(VrNode.class);
			assertThat(node.report().replica()).isNull();
			assertThat(node.report().group()).isEqualTo("g");
			assertThat(node.report().primary()).isEqualTo(-1);
		});
	}

	@Test
	void runWithoutMembersFails() {
		this.contextRunner.run((context) -> assertThat(context.getStartupFailure()).rootCause()
			.isInstanceOf(InvalidVrConfigurationException.class)
			.hasMessageStartingWith("Property 'vr.members' is not set: with 'vr.mode=client' there is no replica"));
	}

	@Test
	void runWithConnectionDetailsOfTheApplicationNeedsNoMembers() {
		this.contextRunner.withBean(VrConnectionDetails.class, () -> () -> List.of("localhost:0"))
			.run((context) -> assertThat(context).hasSingleBean(ClientRuntime.class));
	}

	@Test
	void runWithClientOfTheApplicationBacksOff() {
		this.contextRunner.withBean(VrClient.class, () -> mock(VrClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ClientRuntime.class)
				.doesNotHaveBean(NodeLifecycle.class)
				.hasSingleBean(VrOperations.class));
	}

	@Test
	void runWhenDisabledHasNoBeans() {
		this.contextRunner.withPropertyValues("vr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VrNode.class));
	}

}
