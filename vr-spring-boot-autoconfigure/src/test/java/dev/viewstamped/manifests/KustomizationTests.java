package dev.viewstamped.manifests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Compares what {@link Kustomization} renders with what kustomize renders, where
 * {@code kubectl} or {@code kustomize} is installed.
 */
class KustomizationTests {

	@TempDir
	Path scratch;

	@ParameterizedTest
	@ValueSource(strings = { "dev", "minimal", "production", "production-with-all" })
	void rendersWhatTheRealOneRenders(String overlay) throws IOException, InterruptedException {
		Optional<List<String>> command = installed();
		assumeThat(command).as("neither kubectl nor kustomize is installed").isPresent();
		Path directory = Overlays.directory(overlay, this.scratch);
		assertThat(byId(Kustomization.render(directory))).isEqualTo(byId(run(command.orElseThrow(), directory)));
	}

	private static Map<String, Object> byId(List<Map<String, Object>> objects) {
		Map<String, Object> byId = new TreeMap<>();
		for (Map<String, Object> object : objects) {
			String id = object.get("kind") + " " + YamlDocuments.asMap(object.get("metadata")).get("name");
			assertThat(byId.put(id, object)).as(id).isNull();
		}
		return byId;
	}

	private List<Map<String, Object>> run(List<String> command, Path directory)
			throws IOException, InterruptedException {
		Path output = this.scratch.resolve("rendered.yaml");
		Path errors = this.scratch.resolve("errors.txt");
		Process process = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(directory.toString())).toList())
			.redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		assertThat(process.waitFor()).as(() -> read(errors)).isZero();
		return YamlDocuments.read(output);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<List<String>> installed() {
		List<List<String>> candidates = List.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"));
		return candidates.stream().filter((command) -> onPath(command.get(0))).findFirst();
	}

	private static boolean onPath(String program) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
