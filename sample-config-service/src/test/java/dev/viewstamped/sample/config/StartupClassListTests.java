package dev.viewstamped.sample.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The list of classes that a start needs was recorded from this application: if it does
 * not have them, the list is of other versions and is to be recorded again.
 */
class StartupClassListTests {

	@Test
	void everyClassIsThere() throws IOException {
		assertThat(names()).hasSizeGreaterThan(1000)
			.filteredOn((name) -> !name.startsWith("java"))
			.allMatch((name) -> ClassUtils.isPresent(name, null));
	}

	private static List<String> names() throws IOException {
		try (InputStream resource = new ClassPathResource("META-INF/viewstamped/startup.classlist").getInputStream()) {
			return new String(resource.readAllBytes(), StandardCharsets.US_ASCII).lines()
				.filter((line) -> !line.startsWith("#"))
				.toList();
		}
	}

}
