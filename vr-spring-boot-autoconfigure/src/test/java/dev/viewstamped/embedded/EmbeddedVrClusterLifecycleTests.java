package dev.viewstamped.embedded;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EmbeddedVrClusterLifecycleTests {

	@Test
	void membersStartStopAndStartAgain() {
		List<ConfigurableApplicationContext> contexts;
		try (EmbeddedVrCluster cluster = EmbeddedVrCluster.of(FakeReplicaApplication.class)
			.property("example.property", "value")
			.build()) {
			cluster.start();
			assertThat(cluster.primary()).isZero();
			assertThat(cluster.baseUrl(1)).startsWith("http://localhost:").doesNotEndWith(":0");
			assertThat(cluster.replica(2).getEnvironment().getProperty("example.property")).isEqualTo("value");
			ConfigurableApplicationContext killed = cluster.replica(1);
			cluster.kill(1);
			assertThat(killed.isActive()).isFalse();
			assertThatIllegalStateException().isThrownBy(() -> cluster.replica(1))
				.withMessage("Member 1 is not running");
			cluster.restart(1);
			cluster.awaitReady();
			assertThatIllegalStateException().isThrownBy(() -> cluster.restart(1))
				.withMessage("Member 1 is running: kill it first");
			contexts = List.of(cluster.replica(0), cluster.replica(1), cluster.replica(2));
		}
		assertThat(contexts).noneMatch(ConfigurableApplicationContext::isActive);
	}

}
