package dev.viewstamped.runtime;

import java.util.Locale;
import java.util.UUID;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of a replica: what changed from one report to the next. The protocol
 * itself does not log.
 */
final class NodeWatch {

	private final Log log;

	private final long graceNanos;

	private @Nullable NodeReport last;

	private UUID group = Header.NO_GROUP;

	private @Nullable String code;

	private long codeSinceNanos;

	private boolean codeLogged;

	/**
	 * Create a watch.
	 * @param log where to write
	 * @param graceNanos how long a condition must last to be worth a line
	 */
	NodeWatch(Log log, long graceNanos) {
		this.log = log;
		this.graceNanos = graceNanos;
	}

	/**
	 * Compare a report with the one before.
	 * @param report the report
	 * @param now the time
	 */
	void accept(NodeReport report, long now) {
		ReplicaReport replica = report.replica();
		if (replica != null) {
			if (this.last == null) {
				logStorage(report, replica);
			}
			logGroup(report, replica);
			logPlace(report, replica);
		}
		logCondition(report, replica != null && replica.status() == Status.STOPPED, now);
		this.last = report;
	}

	private void logStorage(NodeReport report, ReplicaReport replica) {
		int size = replica.configuration().size();
		int spare = size - replica.quorumNeeded();
		this.log.info("Member " + replica.memberId() + " of " + size + " in group '" + report.group()
				+ "' keeps everything in memory. "
				+ ((spare == 0) ? "The data is lost when any member stops" : "No data is lost while at most " + spare
						+ " of " + size + " members are down or recovering at a time; when more are, it may be lost"));
	}

	private void logGroup(NodeReport report, ReplicaReport replica) {
		if (replica.status() != Status.NORMAL || replica.groupId().equals(this.group)) {
			return;
		}
		this.group = replica.groupId();
		if (replica.formedGroup()) {
			this.log.warn("Formed a new, empty group " + hex(replica.groupId()) + " named '" + report.group()
					+ "' at members " + replica.configuration().members().stream().map(Member::memberId).toList()
					+ ", none of which had any state. " + "If there was data before, it is lost");
		}
		else {
			this.log.info("Recovered the state of group " + hex(replica.groupId()) + " named '" + report.group()
					+ "' from its other members");
		}
	}

	private void logPlace(NodeReport report, ReplicaReport replica) {
		ReplicaReport before = (this.last != null) ? this.last.replica() : null;
		if (before != null && before.status() == replica.status() && before.view() == replica.view()
				&& before.primary() == replica.primary() && before.role() == replica.role()) {
			return;
		}
		this.log.info("Member " + replica.memberId() + " of group '" + report.group() + "': status "
				+ replica.status().label() + ", role " + replica.role().name().toLowerCase(Locale.ROOT) + ", view "
				+ replica.view() + ", op " + replica.opNumber() + ", " + primary(replica));
	}

	private static String primary(ReplicaReport replica) {
		if (replica.primary() < 0) {
			return "no primary known";
		}
		for (Member member : replica.configuration().members()) {
			if (member.memberId() == replica.primary()) {
				return "primary is member " + member.memberId() + " (" + member.address() + ")";
			}
		}
		return "primary is member " + replica.primary();
	}

	private void logCondition(NodeReport report, boolean stopped, long now) {
		Condition condition = report.condition();
		String newCode = (condition != null) ? condition.code() : null;
		if (newCode == null) {
			if (this.codeLogged) {
				this.log.info("Group '" + report.group() + "': '" + this.code + "' is over");
			}
			this.code = null;
			this.codeLogged = false;
			return;
		}
		if (!newCode.equals(this.code)) {
			this.code = newCode;
			this.codeSinceNanos = now;
			this.codeLogged = false;
		}
		if (condition != null && !this.codeLogged && (stopped || now - this.codeSinceNanos >= this.graceNanos)) {
			this.codeLogged = true;
			String line = "Group '" + report.group() + "': " + condition.code() + ": " + condition.message();
			if (stopped) {
				this.log.error(line);
			}
			else {
				this.log.warn(line);
			}
		}
	}

	private static String hex(UUID id) {
		return id.toString().replace("-", "");
	}

}
