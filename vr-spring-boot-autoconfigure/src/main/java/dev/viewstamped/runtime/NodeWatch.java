package dev.viewstamped.runtime;

import java.util.Locale;
import java.util.UUID;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.storage.StorageReport;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of a replica: what changed from one report to the next. The protocol
 * itself does not log.
 */
final class NodeWatch {

	private final Log log;

	private final ConditionWatch conditions;

	private @Nullable NodeReport last;

	/** Member whose storage was named. */
	private int stored = -1;

	private UUID group = Header.NO_GROUP;

	/**
	 * Create a watch.
	 * @param log where to write
	 * @param graceNanos how long a condition must last to be worth a line
	 */
	NodeWatch(Log log, long graceNanos) {
		this.log = log;
		this.conditions = new ConditionWatch(log, graceNanos);
	}

	/**
	 * The replica begins a new life: it says again where it has the state from.
	 */
	void newLife() {
		this.group = Header.NO_GROUP;
	}

	/**
	 * Compare a report with the one before.
	 * @param report the report
	 * @param now the time
	 */
	void accept(NodeReport report, long now) {
		ReplicaReport replica = report.replica();
		if (replica != null) {
			if (replica.memberId() != this.stored) {
				this.stored = replica.memberId();
				logStorage(report, replica);
			}
			logGroup(report, replica);
			logPlace(report, replica);
		}
		boolean stopped = replica != null && replica.status() == Status.STOPPED;
		this.conditions.accept(name(report), report.condition(), progress(replica), stopped, now);
		this.last = report;
	}

	/**
	 * What the replica itself says: whom it is not in contact with, and for how long, is
	 * no progress.
	 */
	private static String progress(@Nullable ReplicaReport replica) {
		Condition own = (replica != null) ? replica.condition() : null;
		return (own != null) ? own.message() : "";
	}

	private void logStorage(NodeReport report, ReplicaReport replica) {
		int size = replica.configuration().size();
		int spare = size - replica.quorumNeeded();
		StorageReport storage = report.storage();
		boolean member = replica.configuration().contains(replica.memberId());
		String node = member ? "Member " + replica.memberId() + " of " + size
				: "Standby " + replica.memberId() + " beside " + size + " members";
		this.log.info(node + " in group '" + report.group() + "' keeps "
				+ ((storage != null) ? "its state on disk, in " + storage.location() + ". " + durability(spare)
						: "everything in memory, and nothing on disk. " + survival(size, spare)));
	}

	private static String durability(int spare) {
		return "The data survives a stop of all members" + ((spare == 0) ? ", and is lost with this directory"
				: ", and the loss of the directories of at most " + spare + " at a time");
	}

	private static String survival(int size, int spare) {
		if (size == 1) {
			return "The data is lost when this process stops";
		}
		return (spare == 0) ? "The data is lost when any member stops" : "No data is lost while at most " + spare
				+ " of " + size + " members are down or recovering at a time; when more are, it may be lost";
	}

	private void logGroup(NodeReport report, ReplicaReport replica) {
		if (replica.status() != Status.NORMAL || replica.groupId().equals(this.group)) {
			return;
		}
		this.group = replica.groupId();
		if (replica.formedGroup()) {
			this.log.warn(name(report) + ": Formed a new, empty group " + hex(replica.groupId()) + " at members "
					+ replica.configuration().members().stream().map(Member::memberId).toList()
					+ ", none of which had any state. If there was data before, it is lost");
		}
		else {
			this.log.info(name(report) + ": Recovered the state of group " + hex(replica.groupId())
					+ " from its other members");
		}
	}

	private void logPlace(NodeReport report, ReplicaReport replica) {
		ReplicaReport before = (this.last != null) ? this.last.replica() : null;
		if (before != null && before.status() == replica.status() && before.view() == replica.view()
				&& before.primary() == replica.primary() && before.role() == replica.role()
				&& epoch(before) == epoch(replica)) {
			return;
		}
		this.log.info(name(report) + ": status " + replica.status().label() + ", role "
				+ replica.role().name().toLowerCase(Locale.ROOT)
				+ ((epoch(replica) > 0) ? ", epoch " + epoch(replica) : "") + ", view " + replica.view() + ", op "
				+ replica.opNumber() + ", " + primary(replica));
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

	private static long epoch(ReplicaReport replica) {
		return replica.configuration().epoch();
	}

	/**
	 * A node as operators know it.
	 * @param report the node
	 * @return what begins a sentence about it
	 */
	static String name(NodeReport report) {
		ReplicaReport replica = report.replica();
		String node = "Client";
		if (replica != null) {
			node = (replica.memberId() < 0) ? "New replica" : "Member " + replica.memberId();
		}
		return node + " of group '" + report.group() + "'";
	}

	private static String hex(UUID id) {
		return id.toString().replace("-", "");
	}

}
