package dev.viewstamped.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class PodJoinsPostProcessorTests {

	private static final String MEMBERS = "vr-0.vr-peers:8080,vr-1.vr-peers:8080,vr-2.vr-peers:8080";

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.main.cloud-platform",
			"kubernetes");

	@Test
	void podBeyondTheFirstConfigurationJoins() {
		process("vr-3", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isEqualTo(MEMBERS);
		assertThat(this.environment.getProperty("vr.members")).isEmpty();
		assertThat(this.environment.getProperty("vr.address")).isEqualTo("vr-3.vr-peers:8080");
		assertThat(StatefulSetPod.list(this.environment, "vr.members")).isEmpty();
	}

	@Test
	void podBeyondTheFirstConfigurationKeepsItsAddress() {
		this.environment.setProperty("vr.address", "vr-11.vr-peers.ns.svc:8080");
		process("vr-11", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isEqualTo(MEMBERS);
		assertThat(this.environment.getProperty("vr.address")).isEqualTo("vr-11.vr-peers.ns.svc:8080");
	}

	@Test
	void podOfTheFirstConfigurationIsThatMember() {
		process("vr-2", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isNull();
		assertThat(this.environment.getProperty("vr.members")).isEqualTo(MEMBERS);
	}

	@Test
	void applicationElsewhereIsLeftAlone() {
		this.environment.setProperty("spring.main.cloud-platform", "none");
		process("vr-3", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isNull();
	}

	@Test
	void podOfADeploymentIsLeftAlone() {
		process("vr-7d4b9c-x2x9q", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isNull();
	}

	@Test
	void podWithItsOwnSettingsIsLeftAlone() {
		this.environment.setProperty("vr.member-id", "1");
		process("vr-3", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isNull();
	}

	@Test
	void podThatJoinsAnywayIsLeftAlone() {
		this.environment.setProperty("vr.join", "elsewhere:8080");
		process("vr-3", "");
		assertThat(this.environment.getProperty("vr.join")).isEqualTo("elsewhere:8080");
	}

	@Test
	void clientIsLeftAlone() {
		this.environment.setProperty("vr.mode", "client");
		process("vr-3", MEMBERS);
		assertThat(this.environment.getProperty("vr.join")).isNull();
	}

	@Test
	void membersThatAreNotTheFirstPodsTellNoAddress() {
		process("vr-3", "localhost:9001,localhost:9002,localhost:9003");
		assertThat(this.environment.getProperty("vr.join")).isNull();
	}

	@Test
	void applicationFindsThePostProcessor() {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		try (ConfigurableApplicationContext context = application.run("--spring.main.cloud-platform=kubernetes",
				"--POD_NAME=vr-3", "--vr.members=" + MEMBERS)) {
			assertThat(context.getEnvironment().getProperty("vr.join")).isEqualTo(MEMBERS);
			assertThat(context.getEnvironment().getProperty("vr.members")).isEmpty();
		}
	}

	private void process(String pod, String members) {
		this.environment.setProperty("POD_NAME", pod);
		this.environment.setProperty("vr.members", members);
		new PodJoinsPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

	static class Empty {

	}

}
