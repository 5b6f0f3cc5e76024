package dev.viewstamped.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class JoinCheckTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, VrAutoConfiguration.class));

	@Test
	void runWithAddressesOfTheGroupIsNotRefused() {
		run().run((context) -> assertThat(context).hasNotFailed());
		run("vr.address=here:9004").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void runOfClientIsRefused() {
		fails("Property 'vr.join' has the value 'a:1,b:2': with 'vr.mode=client' there is no replica here that could "
				+ "join", "Use 'vr.members' instead of 'vr.join': a client finds the group from any of its members.",
				"vr.mode=client");
	}

	@Test
	void runOfMemberOfTheFirstConfigurationIsRefused() {
		fails("Property 'vr.join' has the value 'a:1,b:2': 'vr.members' is set as well (c:1,d:1), and a new replica "
				+ "is not a member of the first configuration",
				"Remove 'vr.members' to join the running group, or 'vr.join' for a member of the first configuration.",
				"vr.members=c:1,d:1");
		fails("Property 'vr.join' has the value 'a:1,b:2': 'vr.member-id' is set as well (3), and the group gives "
				+ "each new replica its id",
				"Remove 'vr.member-id'. The replicas of an embedded group have ids from the start and cannot join "
						+ "another group: remove 'vr.join' there.",
				"vr.member-id=3");
	}

	@Test
	void runWithMalformedOrRepeatedEntriesIsRefused() {
		this.contextRunner.withPropertyValues("vr.join=a:1,a:1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'vr.join' has the value 'a:1,a:1': 'a:1' is there twice"));
		this.contextRunner.withPropertyValues("vr.join=a:99999")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("Property 'vr.join' has the value 'a:99999': the port is not between 1 and 65535"));
	}

	@Test
	void runWithMalformedAddressIsRefused() {
		run("vr.address=here:0").run((context) -> assertThat(context.getStartupFailure()).rootCause()
			.hasMessage("Property 'vr.address' has the value 'here:0': the port is not between 1 and 65535"));
	}

	private ApplicationContextRunner run(String... properties) {
		List<String> all = new ArrayList<>(Arrays.asList(properties));
		all.add("vr.join=a:1,b:2");
		return this.contextRunner.withPropertyValues(all.toArray(String[]::new));
	}

	private void fails(String message, String action, String... properties) {
		run(properties).run((context) -> {
			assertThat(context.getStartupFailure()).rootCause().hasMessage(message);
			Throwable cause = context.getStartupFailure();
			while (!(cause instanceof InvalidVrConfigurationException)) {
				cause = Objects.requireNonNull(cause).getCause();
			}
			assertThat(((InvalidVrConfigurationException) cause).getAction()).isEqualTo(action);
		});
	}

}
