package dev.viewstamped.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.viewstamped.ReplicatedState;
import dev.viewstamped.autoconfigure.VrProperties.Bootstrap;
import dev.viewstamped.autoconfigure.VrProperties.Mode;
import dev.viewstamped.autoconfigure.VrProperties.StorageMode;
import dev.viewstamped.service.HandlerRegistry;
import dev.viewstamped.service.PayloadMapper;
import dev.viewstamped.service.ServiceStateMachine;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.TextValueCodec;
import dev.viewstamped.state.StateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class VrAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, VrAutoConfiguration.class));

	@Test
	void runHasBeans() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(VrConnectionDetails.class)
			.hasSingleBean(ReplicatedState.class)
			.hasSingleBean(PayloadMapper.class)
			.hasSingleBean(HandlerRegistry.class)
			.hasSingleBean(ServiceStateMachine.class));
	}

	@Test
	void runWhenDisabledHasNoBeans() {
		this.contextRunner.withPropertyValues("vr.enabled=false", "vr.storage.mode=durable")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(VrProperties.class)
				.doesNotHaveBean(VrConnectionDetails.class)
				.doesNotHaveBean(ReplicatedState.class));
	}

	@Test
	void runWithoutJacksonHasNoBeans() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VrProperties.class));
	}

	@Test
	void runWithBeansOfTheApplicationBacksOff() {
		VrConnectionDetails connectionDetails = () -> List.of("a:1");
		StateMachine stateMachine = mock(StateMachine.class);
		PayloadMapper mapper = new PayloadMapper();
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		this.contextRunner.withBean(VrConnectionDetails.class, () -> connectionDetails)
			.withBean(StateMachine.class, () -> stateMachine)
			.withBean(PayloadMapper.class, () -> mapper)
			.withBean(ReplicatedMaps.class, () -> maps)
			.run((context) -> {
				assertThat(context.getBean(VrConnectionDetails.class)).isSameAs(connectionDetails);
				assertThat(context.getBean(StateMachine.class)).isSameAs(stateMachine);
				assertThat(context.getBean(PayloadMapper.class)).isSameAs(mapper);
				assertThat(context.getBean(ReplicatedState.class)).isSameAs(maps);
			});
	}

	@Test
	void propertiesHaveTheirDefaults() {
		this.contextRunner.run((context) -> {
			VrProperties properties = context.getBean(VrProperties.class);
			assertThat(properties.enabled()).isTrue();
			assertThat(properties.mode()).isEqualTo(Mode.REPLICA);
			assertThat(properties.group()).isNull();
			assertThat(properties.members()).isEmpty();
			assertThat(properties.address()).isNull();
			assertThat(properties.memberId()).isNull();
			assertThat(properties.join()).isEmpty();
			assertThat(properties.bootstrap()).isEqualTo(Bootstrap.AUTO);
			assertThat(properties.embedded().replicas()).isZero();
			assertThat(properties.storage().mode()).isEqualTo(StorageMode.MEMORY);
			assertThat(properties.storage().directory()).isEqualTo(Path.of("vr-data"));
			assertThat(properties.timing().heartbeatInterval()).isEqualTo(Duration.ofMillis(100));
			assertThat(properties.timing().viewChangeTimeout()).isEqualTo(Duration.ofSeconds(1));
			assertThat(properties.timing().requestTimeout()).isEqualTo(Duration.ofSeconds(5));
			assertThat(properties.pipeline().maxRequests()).isEqualTo(8192);
			assertThat(properties.pipeline().maxBatch()).isEqualTo(512);
			assertThat(properties.client().window()).isEqualTo(1024);
			assertThat(properties.client().maxSessions()).isEqualTo(1024);
			assertThat(properties.checkpoint().interval()).isEqualTo(1000);
			assertThat(properties.log().maxEntries()).isEqualTo(100_000);
			assertThat(properties.log().maxSize()).isEqualTo(DataSize.ofMegabytes(256));
			assertThat(properties.limits().commandSize()).isEqualTo(DataSize.ofMegabytes(1));
			assertThat(properties.reads().lease()).isFalse();
			assertThat(properties.transport().path()).isEqualTo("/vr");
			assertThat(properties.transport().secret()).isNull();
			assertThat(properties.transport().sslBundle()).isNull();
		});
	}

	@Test
	void propertiesBind() {
		this.contextRunner
			.withPropertyValues("vr.mode=client", "vr.group=g", "vr.members=a:1,b:2", "vr.address=b:2",
					"vr.member-id=1", "vr.bootstrap=never", "vr.embedded.replicas=3", "vr.storage.directory=/data",
					"vr.timing.heartbeat-interval=10ms", "vr.timing.view-change-timeout=200ms",
					"vr.timing.request-timeout=1s", "vr.pipeline.max-requests=1", "vr.pipeline.max-batch=2",
					"vr.client.window=3", "vr.client.max-sessions=4", "vr.checkpoint.interval=5",
					"vr.log.max-entries=6", "vr.log.max-size=7KB", "vr.limits.command-size=8KB", "vr.reads.lease=true",
					"vr.transport.path=/a/b", "vr.transport.secret=hush")
			.run((context) -> {
				VrProperties properties = context.getBean(VrProperties.class);
				assertThat(properties.mode()).isEqualTo(Mode.CLIENT);
				assertThat(properties.group()).isEqualTo("g");
				assertThat(properties.members()).containsExactly("a:1", "b:2");
				assertThat(properties.address()).isEqualTo("b:2");
				assertThat(properties.memberId()).isEqualTo(1);
				assertThat(properties.bootstrap()).isEqualTo(Bootstrap.NEVER);
				assertThat(properties.embedded().replicas()).isEqualTo(3);
				assertThat(properties.storage().directory()).isEqualTo(Path.of("/data"));
				assertThat(properties.timing().heartbeatInterval()).isEqualTo(Duration.ofMillis(10));
				assertThat(properties.timing().viewChangeTimeout()).isEqualTo(Duration.ofMillis(200));
				assertThat(properties.timing().requestTimeout()).isEqualTo(Duration.ofSeconds(1));
				assertThat(properties.pipeline().maxRequests()).isEqualTo(1);
				assertThat(properties.pipeline().maxBatch()).isEqualTo(2);
				assertThat(properties.client().window()).isEqualTo(3);
				assertThat(properties.client().maxSessions()).isEqualTo(4);
				assertThat(properties.checkpoint().interval()).isEqualTo(5);
				assertThat(properties.log().maxEntries()).isEqualTo(6);
				assertThat(properties.log().maxSize()).isEqualTo(DataSize.ofKilobytes(7));
				assertThat(properties.limits().commandSize()).isEqualTo(DataSize.ofKilobytes(8));
				assertThat(properties.reads().lease()).isTrue();
				assertThat(properties.transport().path()).isEqualTo("/a/b");
				assertThat(properties.transport().secret()).isEqualTo("hush");
				assertThat(properties.toString()).doesNotContain("hush");
				assertThat(context.getBean(VrConnectionDetails.class).getMembers()).containsExactly("a:1", "b:2");
			});
	}

	@Test
	void connectionDetailsWithoutMembersAreThisApplication() {
		this.contextRunner.withPropertyValues("server.port=9000")
			.run((context) -> assertThat(context.getBean(VrConnectionDetails.class).getMembers())
				.containsExactly(LocalHosts.hostName() + ":9000"));
		this.contextRunner.withPropertyValues("server.port=0", "local.server.port=9001")
			.run((context) -> assertThat(context.getBean(VrConnectionDetails.class).getMembers())
				.containsExactly(LocalHosts.hostName() + ":9001"));
		this.contextRunner.withPropertyValues("vr.address=here:1")
			.run((context) -> assertThat(context.getBean(VrConnectionDetails.class).getMembers())
				.containsExactly("here:1"));
	}

	@Test
	void sslBundleThatExistsIsAccepted() {
		this.contextRunner
			.withPropertyValues("vr.transport.ssl-bundle=links", "spring.ssl.bundle.pem.links.truststore.certificate=x")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void logMayKeepNoMoreThanCheckpointsNeed() {
		this.contextRunner.withPropertyValues("vr.log.max-entries=0", "vr.log.max-size=0B", "vr.checkpoint.interval=1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void clientCannotBeDurable() {
		this.contextRunner.withPropertyValues("vr.mode=client", "vr.storage.mode=durable")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'vr.storage.mode' has the value 'durable': with 'vr.mode=client' there is no "
						+ "replica here that could keep anything"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			vr.join=a | Property 'vr.join' has the value 'a': this is not the address of a member
			vr.join=a:0 | Property 'vr.join' has the value 'a:0': the port is not between 1 and 65535
			vr.drain.timeout=-1s | the duration is not between 0s and 1d
			vr.timing.heartbeat-interval=0ms | the duration is not between 1ms and 1d
			vr.timing.heartbeat-interval=1s | is not shorter than 'vr.timing.view-change-timeout' (1000ms)
			vr.timing.view-change-timeout=-1s | the duration is not between 1ms and 1d
			vr.timing.request-timeout=400d | the duration is not between 1ms and 1d
			vr.pipeline.max-requests=0 | has the value '0': the number is not positive
			vr.pipeline.max-batch=-1 | has the value '-1': the number is not positive
			vr.client.window=0 | the number is not positive
			vr.client.window=1048577 | the number is more than 1048576
			vr.client.max-sessions=0 | the number is not positive
			vr.client.max-sessions=1048577 | the number is more than 1048576
			vr.checkpoint.interval=0 | the number is not positive
			vr.log.max-entries=-1 | has the value '-1': the number is negative
			vr.log.max-size=-1B | the size is not between 0B and 1TB
			vr.log.max-size=2TB | the size is not between 0B and 1TB
			vr.limits.command-size=0B | the size is not positive
			vr.limits.command-size=1GB | a command must fit into one message of at most 64MB
			vr.embedded.replicas=-1 | there cannot be fewer than none
			vr.group=   | the name is empty
			vr.transport.path=vr | must begin with a slash and must not end with one
			vr.transport.path=/vr/ | must begin with a slash and must not end with one
			vr.transport.secret= | the secret is empty
			vr.transport.ssl-bundle=none | has the value 'none': there is no SSL bundle of that name; known are []
			""")
	void valueThatCannotWorkEndsTheStart(String property, String reason) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidVrConfigurationException.class)
				.hasMessageStartingWith("Property '" + property.substring(0, property.indexOf('=')) + "'")
				.hasMessageContaining(reason);
		});
	}

}
