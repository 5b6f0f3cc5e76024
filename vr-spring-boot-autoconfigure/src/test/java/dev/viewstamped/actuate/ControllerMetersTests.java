package dev.viewstamped.actuate;

import java.util.List;

import dev.viewstamped.actuate.VrDescriptor.ConditionDescriptor;
import dev.viewstamped.actuate.VrDescriptor.ControllerDescriptor;
import dev.viewstamped.runtime.ControllerReport;
import dev.viewstamped.runtime.ControllerReport.Blocked;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ControllerMetersTests {

	private List<ControllerReport> reports = List.of(
			new ControllerReport("membership", null, new Blocked("size-even", "use 3 or 5")),
			new ControllerReport("rollout", "evicted pod vr-2", null));

	@Test
	void blockedControllersAreShown() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new ControllerMeters(() -> this.reports).bindTo(registry);
		assertThat(registry.get("vr.controller.blocked").tag("controller", "membership").gauge().value()).isEqualTo(1);
		assertThat(registry.get("vr.controller.blocked").tag("controller", "rollout").gauge().value()).isZero();
		this.reports = List.of();
		assertThat(registry.get("vr.controller.blocked").tag("controller", "membership").gauge().value()).isZero();
	}

	@Test
	void endpointShowsTheReason() {
		VrEndpoint endpoint = new VrEndpoint(Reports::primary, List::of, () -> this.reports);
		assertThat(endpoint.node().controllers()).containsExactly(
				new ControllerDescriptor("membership", null, new ConditionDescriptor("size-even", "use 3 or 5")),
				new ControllerDescriptor("rollout", "evicted pod vr-2", null));
		assertThat(new VrEndpoint(Reports::primary, List::of).node().controllers()).isNull();
	}

}
