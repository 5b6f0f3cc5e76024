package dev.viewstamped.simulator.scenario;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds that each entry of the notes on the protocol has its scenarios here.
 */
class ScenarioListTests {

	private static final Pattern SCENARIOS = Pattern.compile("^((?:CE|D)\\d+)[A-Z].*Tests\\.class$");

	private static final int LAST_COUNTER_EXAMPLE = 7;

	private static final int LAST_DEFECT = 40;

	@Test
	void eachEntryHasItsScenarios() throws IOException, URISyntaxException {
		assertThat(classes()).containsAll(entries());
	}

	private static Set<String> entries() {
		return Stream
			.concat(IntStream.rangeClosed(1, LAST_COUNTER_EXAMPLE).mapToObj((number) -> "CE" + number),
					IntStream.rangeClosed(1, LAST_DEFECT).mapToObj((number) -> "D" + number))
			.collect(Collectors.toSet());
	}

	private static Set<String> classes() throws IOException, URISyntaxException {
		Path folder = Path.of(Objects.requireNonNull(ScenarioListTests.class.getResource(".")).toURI());
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> SCENARIOS.matcher(file.getFileName().toString()))
				.filter(Matcher::matches)
				.map((matcher) -> matcher.group(1))
				.collect(Collectors.toSet());
		}
	}

}
