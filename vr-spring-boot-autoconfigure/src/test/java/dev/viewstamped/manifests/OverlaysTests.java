package dev.viewstamped.manifests;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The overlays of {@code k8s/} are what the application needs.
 */
class OverlaysTests {

	@TempDir
	Path scratch;

	@ParameterizedTest
	@ValueSource(strings = { "dev", "minimal", "production", "production-with-all" })
	void hasNoProblems(String overlay) {
		assertThat(Manifests.problemsOf(Overlays.directory(overlay, this.scratch))).isEmpty();
	}

}
