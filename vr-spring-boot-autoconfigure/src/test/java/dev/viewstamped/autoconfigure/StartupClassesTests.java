package dev.viewstamped.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library's own classes are checked here, those of others in the sample, which has
 * them all.
 */
class StartupClassesTests {

	@Test
	void areLoadedBySpringBoot() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(StartupClasses.class);
	}

	@Test
	void loadingGoesOnAfterAClassThatIsNotThere() throws Exception {
		assertThat(StartupClasses.names()).anyMatch((name) -> name.startsWith("dev.viewstamped."))
			.anyMatch((name) -> name.startsWith("org.springframework."));
		new StartupClasses().preinitialize();
	}

}
