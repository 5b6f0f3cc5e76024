package dev.viewstamped.actuate;

import java.util.Map;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Role;
import dev.viewstamped.runtime.NodeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class VrHealthIndicatorTests {

	private static Health health(NodeReport report) {
		return new VrHealthIndicator(() -> report).health();
	}

	@Test
	void healthWhenNormalWithQuorumIsUp() {
		Health health = health(Reports.primary());
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsExactlyInAnyOrderEntriesOf(
				Map.of("memberId", 0, "role", "primary", "status", "normal", "view", 6L, "epoch", 0L));
	}

	@Test
	void healthWhenNormalWithoutQuorumIsOutOfServiceAndSaysWhy() {
		Health health = health(Reports.replica(Role.PRIMARY, dev.viewstamped.replica.Status.NORMAL, 1,
				new Condition(Condition.NO_QUORUM, "Waiting for 1 more of 3 members")));
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("condition", "no-quorum")
			.containsEntry("message", "Waiting for 1 more of 3 members");
	}

	@ParameterizedTest
	@EnumSource(value = dev.viewstamped.replica.Status.class,
			names = { "VIEW_CHANGE", "RECOVERING", "TRANSITIONING", "RETIRED" })
	void healthWhenNotNormalIsOutOfService(dev.viewstamped.replica.Status status) {
		assertThat(health(Reports.replica(Role.NONE, status, 3, null)).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void healthOfReplicaWithoutPlaceIsOutOfServiceAndClaimsNone() {
		Health health = health(Reports.joining());
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("status", "recovering")
			.doesNotContainKeys("memberId", "view", "epoch");
	}

	@Test
	void healthWhenStoppedIsDown() {
		assertThat(health(Reports.replica(Role.NONE, dev.viewstamped.replica.Status.STOPPED, 3, null)).getStatus())
			.isEqualTo(Status.DOWN);
	}

	@Test
	void healthOfClientIsUpWhileAPrimaryIsKnown() {
		assertThat(health(Reports.client(1)).getStatus()).isEqualTo(Status.UP);
		assertThat(health(Reports.client(-1)).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

}
