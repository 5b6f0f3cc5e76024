package dev.viewstamped.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.VrOperations;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.ReplicaRuntime;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.service.MissingHandlersException;
import dev.viewstamped.service.UnreplicatedStateException;
import dev.viewstamped.state.StateMachine;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.WebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class VrReplicaAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			VrAutoConfiguration.class, VrReplicaAutoConfiguration.class, VrClientAutoConfiguration.class,
			VrWebSocketAutoConfiguration.class, VrTemplateAutoConfiguration.class);

	private static final String THREE = "vr.members=localhost:9001,localhost:9002,localhost:9003";

	private final WebApplicationContextRunner webRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(Adder.class);

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(Adder.class);

	@Test
	void runHasReplicaEndpointsAndTemplate(CapturedOutput output) {
		this.webRunner.withPropertyValues(THREE, "vr.member-id=1", "spring.application.name=config").run((context) -> {
			assertThat(context).hasSingleBean(ReplicaRuntime.class)
				.hasSingleBean(VrClient.class)
				.hasSingleBean(VrNode.class)
				.hasSingleBean(VrOperations.class)
				.hasSingleBean(NodeLifecycle.class);
			assertThat(context.getBean(VrNode.class).report().group()).isEqualTo("config");
			ReplicaReport replica = Objects.requireNonNull(context.getBean(VrNode.class).report().replica());
			assertThat(replica.memberId()).isEqualTo(1);
			assertThat(replica.configuration().size()).isEqualTo(3);
			assertThat(context.getBean(SimpleUrlHandlerMapping.class).getUrlMap()).containsOnlyKeys("/vr/peer",
					"/vr/client");
		});
		assertThat(output).containsOnlyOnce("'vr.transport.secret' is not set").doesNotContain("even number");
	}

	@Test
	void runFindsItsMemberIdByServerPort() {
		this.webRunner.withPropertyValues(THREE, "server.port=9003")
			.run((context) -> assertThat(memberId(context.getBean(VrNode.class))).isEqualTo(2));
	}

	@Test
	void runWithSecretDoesNotWarn(CapturedOutput output) {
		this.webRunner.withPropertyValues(THREE, "vr.member-id=1", "vr.transport.secret=hush", "vr.transport.path=/p")
			.run((context) -> assertThat(context.getBean(SimpleUrlHandlerMapping.class).getUrlMap())
				.containsOnlyKeys("/p/peer", "/p/client"));
		assertThat(output).doesNotContain("'vr.transport.secret' is not set").doesNotContain("hush");
	}

	@Test
	void runWithEvenGroupWarns(CapturedOutput output) {
		this.webRunner.withPropertyValues("vr.members=a:1,b:1,c:1,d:1", "vr.member-id=1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The group has 4 members, an even number");
	}

	@Test
	void runWhereOwnPortIsNotTheServerPortWarns(CapturedOutput output) {
		this.webRunner.withPropertyValues(THREE, "vr.member-id=1", "server.port=9009")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Member 1 is 'localhost:9002', but this application listens on port 9009");
	}

	@Test
	void runWithoutMembersIsGroupOfOneThatExecutesCommands(CapturedOutput output) {
		this.plainRunner.run((context) -> {
			VrOperations vr = context.getBean(VrOperations.class);
			assertThat(vr.execute(new Add(2))).isEqualTo(2);
			assertThat(vr.execute(new Add(3))).isEqualTo(5);
			assertThat(context).doesNotHaveBean(SimpleUrlHandlerMapping.class);
			assertThat(context.getBean(ReplicaRuntime.class).isRunning()).isTrue();
		});
		assertThat(output).contains("'vr.members' is not set: this replica is a group of one");
	}

	@Test
	void lifecycleStopsAfterTheWebServerHasAnsweredAndRunsWhileTestsPause() {
		this.plainRunner.run((context) -> {
			NodeLifecycle lifecycle = context.getBean(NodeLifecycle.class);
			assertThat(lifecycle.getPhase()).isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
				.isGreaterThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.isRunning()).isTrue();
			context.getSourceApplicationContext().close();
			assertThat(lifecycle.isRunning()).isFalse();
		});
	}

	@Test
	void drainStopsBeforeTheWebServerRefusesRequests() {
		this.plainRunner.run((context) -> {
			DrainLifecycle lifecycle = context.getBean(DrainLifecycle.class);
			assertThat(lifecycle.getPhase()).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
				.isLessThan(SmartLifecycle.DEFAULT_PHASE);
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.isRunning()).isTrue();
			List<Object> states = new ArrayList<>();
			context.getSourceApplicationContext()
				.addApplicationListener(
						(PayloadApplicationEvent<ReadinessState> event) -> states.add(event.getPayload()));
			context.getSourceApplicationContext().close();
			assertThat(lifecycle.isRunning()).isFalse();
			assertThat(states).contains(ReadinessState.REFUSING_TRAFFIC);
		});
	}

	@Test
	void runThatJoinsHasNoPlaceYetAndSaysWhatItWaitsFor(CapturedOutput output) {
		this.webRunner.withPropertyValues("vr.join=localhost:1,localhost:2", "server.port=9004").run((context) -> {
			VrNode node = context.getBean(VrNode.class);
			Awaitility.await().until(() -> message(node).contains("Waiting for a member of the group"));
			ReplicaReport replica = Objects.requireNonNull(node.report().replica());
			assertThat(replica.memberId()).isNegative();
			assertThat(replica.role()).isEqualTo(Role.NONE);
			assertThat(replica.status()).isEqualTo(Status.RECOVERING);
			assertThat(replica.configuration().members()).extracting(Member::address).containsExactly("localhost:9004");
			assertThat(context.getBean(SimpleUrlHandlerMapping.class).getUrlMap()).containsOnlyKeys("/vr/peer",
					"/vr/client");
			assertThatExceptionOfType(ReplicaUnavailableException.class)
				.isThrownBy(() -> context.getBean(VrOperations.class).execute(new Add(1)))
				.withMessageContaining("has no place in group 'vr' yet");
		});
		assertThat(output).doesNotContain("'vr.members' is not set").doesNotContain("even number");
	}

	@Test
	void runThatJoinsWithoutWebServerFails() {
		this.plainRunner.withPropertyValues("vr.join=localhost:1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'spring.main.web-application-type' is not set: a replica that joins a group "
						+ "needs a servlet web server, on whose port the other members reach it"));
	}

	@Test
	void runWithoutWebServerInGroupOfThreeFails() {
		this.plainRunner.withPropertyValues(THREE, "vr.member-id=1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidVrConfigurationException.class)
				.hasMessage("Property 'spring.main.web-application-type' is not set: a replica in a group of 3 needs "
						+ "a servlet web server, on whose port the other members reach it"));
	}

	@Test
	void runWithoutMemberIdFails() {
		this.webRunner.withPropertyValues("vr.members=a:1,b:1,c:1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidVrConfigurationException.class)
				.hasMessageStartingWith("Property 'vr.member-id' is not set: no entry of [a:1, b:1, c:1]"));
	}

	@Test
	void runWithBadMemberFails() {
		this.webRunner.withPropertyValues("vr.members=a:1,b:x,c:1", "vr.member-id=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'vr.members' has the value 'b:x': this is not the address of a member"));
	}

	@Test
	void runWithoutHandlerFails() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS);
		runner.run((context) -> assertThat(context).getFailure()
			.isInstanceOf(MissingHandlersException.class)
			.hasMessageContaining("no bean has a method with @ReplicatedCommand or @ReplicatedQuery"));
		runner.withBean(Reader.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void runWithStateThatNoCheckpointHasFails() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withBean("sums", Forgetful.class);
		runner.run((context) -> assertThat(context).getFailure()
			.isInstanceOf(UnreplicatedStateException.class)
			.hasMessageContaining("Bean 'sums' handles commands, and its field 'sum' (int) of "));
		runner.withPropertyValues("vr.mode=client", "vr.members=localhost:1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void runWithStateMachineOfTheApplicationNeedsNoHandler() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withBean(StateMachine.class, () -> mock(StateMachine.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReplicaRuntime.class));
	}

	@Test
	void runWithBadAddressNamesThatProperty() {
		this.webRunner.withPropertyValues("vr.address=nowhere")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'vr.address' has the value 'nowhere': this is not the address of a member"));
		this.webRunner.withPropertyValues(THREE, "vr.address=localhost:x")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'vr.address' has the value 'localhost:x': this is not the address of a member"));
	}

	@Test
	void runWithBadModeFailsForEveryApplicationUnlessDisabled() {
		for (String mode : List.of("nonsense", "replicas")) {
			this.webRunner.withPropertyValues("vr.mode=" + mode)
				.run((context) -> assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOf(InvalidVrConfigurationException.class)
					.hasMessage("Property 'vr.mode' has the value '" + mode + "': there is no such mode"));
		}
		this.webRunner.withPropertyValues("vr.mode=nonsense", "vr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		this.plainRunner.withPropertyValues("vr.mode=Replica")
			.run((context) -> assertThat(context).hasSingleBean(ReplicaRuntime.class));
	}

	@Test
	void runWithLongGroupNameFails() {
		this.webRunner.withPropertyValues(THREE, "vr.member-id=1", "vr.group=" + "g".repeat(201))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidVrConfigurationException.class)
				.hasMessageStartingWith("Property 'vr.group' has the value 'ggg")
				.hasMessageEndingWith("the name of a replica group has at most 200 characters"));
		this.webRunner.withPropertyValues(THREE, "vr.member-id=1", "spring.application.name=" + "a".repeat(201))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageStartingWith("Property 'spring.application.name' has the value 'aaa"));
	}

	@Test
	void runWithConnectionDetailsOfTheApplicationTakesTheirMembers(CapturedOutput output) {
		this.webRunner.withBean(VrConnectionDetails.class, () -> () -> List.of("h:0", "h:0", "h:0"))
			.withPropertyValues("vr.members=a:1", "vr.member-id=2", "server.port=0")
			.run((context) -> {
				assertThat(memberId(context.getBean(VrNode.class))).isEqualTo(2);
				ReplicaReport replica = Objects.requireNonNull(context.getBean(VrNode.class).report().replica());
				assertThat(replica.configuration().size()).isEqualTo(3);
			});
		assertThat(output).doesNotContain("'vr.members' is not set");
	}

	@Test
	void runWithoutAnyMemberInConnectionDetailsFails() {
		this.webRunner.withBean(VrConnectionDetails.class, () -> List::of)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("a group needs at least one member"));
	}

	@Test
	void runWithClientAndOperationsOfTheApplicationBacksOff() {
		VrClient client = mock(VrClient.class);
		VrOperations operations = mock(VrOperations.class);
		this.webRunner.withBean(VrClient.class, () -> client)
			.withBean(VrOperations.class, () -> operations)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ReplicaRuntime.class)
					.doesNotHaveBean(NodeLifecycle.class)
					.doesNotHaveBean(SimpleUrlHandlerMapping.class);
				assertThat(context.getBean(VrClient.class)).isSameAs(client);
				assertThat(context.getBean(VrOperations.class)).isSameAs(operations);
			});
	}

	@Test
	void runWhenDisabledOrWithoutWebSocketHasNoBeans() {
		this.webRunner.withPropertyValues("vr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(VrNode.class).doesNotHaveBean(VrOperations.class));
		this.webRunner.withClassLoader(new FilteredClassLoader(WebSocketHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VrNode.class));
	}

	private static String message(VrNode node) {
		return Objects.requireNonNull(node.report().condition()).message();
	}

	private static int memberId(VrNode node) {
		return Objects.requireNonNull(node.report().replica()).memberId();
	}

	record Add(int amount) implements Command<Integer> {

	}

	record Look() implements Query<Integer> {

	}

	static class Reader {

		@ReplicatedQuery
		Integer look(Look query) {
			return 1;
		}

	}

	static class Adder {

		private final transient Map<String, Integer> sums = new HashMap<>();

		@ReplicatedCommand("add")
		Integer add(Add command, CommandContext context) {
			return this.sums.merge("sum", command.amount(), Integer::sum);
		}

	}

	static class Forgetful {

		private int sum;

		@ReplicatedCommand("add")
		Integer add(Add command) {
			this.sum += command.amount();
			return this.sum;
		}

	}

}
