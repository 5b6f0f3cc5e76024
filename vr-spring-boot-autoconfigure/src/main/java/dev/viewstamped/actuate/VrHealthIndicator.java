package dev.viewstamped.actuate;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is up while this application can serve: its replica is
 * normal and in contact with a quorum, or, if it is only a client, a primary is known. A
 * fault that stopped the replica is down; anything else passes, and is out of service.
 */
public class VrHealthIndicator extends AbstractHealthIndicator {

	private final VrNode node;

	/**
	 * Create a health indicator.
	 * @param node what runs in this application
	 */
	public VrHealthIndicator(VrNode node) {
		super("Replica health check failed");
		this.node = node;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		NodeReport report = this.node.report();
		ReplicaReport replica = report.replica();
		if (replica != null) {
			replicaHealth(builder, replica);
		}
		else if (report.primary() >= 0) {
			builder.up().withDetail("primary", report.primary());
		}
		else {
			builder.outOfService();
		}
		Condition condition = report.condition();
		if (condition != null) {
			builder.withDetail("condition", condition.code()).withDetail("message", condition.message());
		}
	}

	private static void replicaHealth(Health.Builder builder, ReplicaReport replica) {
		if (replica.status() == Status.STOPPED) {
			builder.down();
		}
		else if (replica.available()) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		if (NodeDescription.hasPlace(replica)) {
			builder.withDetail("memberId", replica.memberId());
		}
		builder.withDetail("role", NodeDescription.label(replica.role()))
			.withDetail("status", replica.status().label());
		if (NodeDescription.hasPlace(replica)) {
			builder.withDetail("view", replica.view()).withDetail("epoch", replica.configuration().epoch());
		}
	}

}
