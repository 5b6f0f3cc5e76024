package dev.viewstamped.kubernetes;

import dev.viewstamped.runtime.VrNode;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that keeps a new group from traffic until it is remembered that
 * it was formed. Otherwise commands could be acknowledged, and all pods lose their state,
 * with nothing left that tells of it.
 */
public class BootstrapHealthIndicator extends AbstractHealthIndicator {

	private final VrNode node;

	private final BootstrapMarker marker;

	/**
	 * Create a health indicator.
	 * @param node what runs in this application
	 * @param marker remembers that the group was formed
	 */
	public BootstrapHealthIndicator(VrNode node, BootstrapMarker marker) {
		super("Bootstrap marker health check failed");
		this.node = node;
		this.marker = marker;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (this.marker.admitsTraffic(this.node.report().replica())) {
			builder.up();
		}
		else {
			builder.outOfService().withDetail("reason", "It is not remembered yet that this group was formed");
		}
	}

}
