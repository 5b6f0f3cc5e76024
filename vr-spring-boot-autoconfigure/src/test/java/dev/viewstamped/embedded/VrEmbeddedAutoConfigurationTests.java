package dev.viewstamped.embedded;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class VrEmbeddedAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(VrEmbeddedAutoConfiguration.class));

	@Test
	void runThatIsNoLaunchHasNoSiblings() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(EmbeddedSiblings.class)
			.doesNotHaveBean(ReadyAnnouncement.class));
	}

	@Test
	void runThatIsLaunchHasSiblingsAndAnnouncement() {
		launch(this.contextRunner).run((context) -> {
			assertThat(context).hasSingleBean(EmbeddedSiblings.class).hasSingleBean(ReadyAnnouncement.class);
			EmbeddedSiblings siblings = context.getBean(EmbeddedSiblings.class);
			assertThat(siblings.isRunning()).isTrue();
			assertThat(siblings.isPauseable()).isFalse();
			assertThat(siblings.members()).containsExactly(context.getSourceApplicationContext());
			context.getSourceApplicationContext().close();
			assertThat(siblings.isRunning()).isFalse();
		});
	}

	@Test
	void runWithoutWebServerHasNoSiblings() {
		launch(this.contextRunner).withClassLoader(new FilteredClassLoader(WebServerApplicationContext.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedSiblings.class));
	}

	/**
	 * A group of one, which starts no sibling.
	 */
	private static WebApplicationContextRunner launch(WebApplicationContextRunner runner) {
		EmbeddedLaunch launch = new EmbeddedLaunch(new EmbeddedGroup("localhost", 0), new SpringApplication(),
				new String[0], new MockEnvironment());
		return runner
			.withInitializer((context) -> context.getBeanFactory().registerSingleton(EmbeddedLaunch.BEAN_NAME, launch));
	}

}
