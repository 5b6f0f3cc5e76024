package dev.viewstamped.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library's own classes are checked here, those of others in the sample, which has
 * them all.
 */
class StartupClassesTests {

	@Test
	void areLoadedAsAnApplicationStarts() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
			.hasAtLeastOneElementOfType(StartupClasses.class);
	}

	@Test
	void loadingGoesOnAfterAClassThatIsNotThere() {
		List<String> asked = new ArrayList<>();
		ClassLoader without = new ClassLoader(null) {

			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				asked.add(name);
				if (name.endsWith("Broken")) {
					throw new NoClassDefFoundError(name);
				}
				throw new ClassNotFoundException(name);
			}

		};
		StartupClasses.load(List.of("a.Missing", "a.Broken", "a.Other"), without);
		assertThat(asked).containsExactly("a.Missing", "a.Broken", "a.Other");
	}

	@Test
	void everyClassOfTheLibraryIsThere() throws IOException {
		assertThat(StartupClasses.names()).filteredOn((name) -> name.startsWith("dev.viewstamped."))
			.isNotEmpty()
			.allMatch((name) -> ClassUtils.isPresent(name, null));
	}

}
