package dev.viewstamped.embedded;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * The members in this JVM at one moment.
 *
 * @param reports a report of each member that is running
 */
record GroupView(List<NodeReport> reports) {

	static GroupView of(List<? extends ApplicationContext> contexts) {
		List<NodeReport> reports = new ArrayList<>();
		for (ApplicationContext context : contexts) {
			reports.add(context.getBean(VrNode.class).report());
		}
		return new GroupView(reports);
	}

	/**
	 * Whether every member serves, and all agree on the primary.
	 * @return {@code true} if so
	 */
	boolean ready() {
		ReplicaReport primary = primary();
		return primary != null && this.reports.stream()
			.map(NodeReport::replica)
			.allMatch((replica) -> replica != null && replica.available() && replica.view() == primary.view()
					&& replica.groupId().equals(primary.groupId()));
	}

	/**
	 * The primary.
	 * @return the replica that serves as primary in the latest view, if there is one
	 */
	@Nullable ReplicaReport primary() {
		ReplicaReport latest = null;
		for (NodeReport report : this.reports) {
			ReplicaReport replica = report.replica();
			if (replica != null && (latest == null || replica.view() > latest.view()
					|| (replica.view() == latest.view() && replica.role() == Role.PRIMARY))) {
				latest = replica;
			}
		}
		return (latest != null && latest.role() == Role.PRIMARY && latest.available()) ? latest : null;
	}

	/**
	 * What each member is doing.
	 * @return a line of text
	 */
	String describe() {
		List<String> members = new ArrayList<>();
		for (NodeReport report : this.reports) {
			ReplicaReport replica = report.replica();
			if (replica != null) {
				String condition = (report.condition() != null) ? " (" + report.condition().message() + ")" : "";
				members.add("member " + replica.memberId() + " " + replica.status().label() + " in view "
						+ replica.view() + condition);
			}
		}
		return String.join(", ", members);
	}

}
