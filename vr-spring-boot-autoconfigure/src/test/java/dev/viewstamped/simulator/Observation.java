package dev.viewstamped.simulator;

import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.replica.Glance;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

/**
 * Looks at a member's replica after each of its steps, and has checked what is seen.
 */
final class Observation {

	private final SimulatedReplica process;

	private final Place place;

	private final Cluster cluster;

	private @Nullable ReplicaReport lastReport;

	private @Nullable Glance glance;

	/** Whether time has passed since the last report. */
	private boolean outdated;

	private long changes;

	private int restored;

	Observation(SimulatedReplica process, Place place, Cluster cluster) {
		this.process = process;
		this.place = place;
		this.cluster = cluster;
	}

	/**
	 * A life begins.
	 */
	void begin() {
		this.lastReport = null;
		this.glance = null;
		this.outdated = false;
		this.changes = 0;
		this.restored = 0;
	}

	/**
	 * What was seen last; of what changes with time alone, as it was when something else
	 * changed.
	 */
	ReplicaReport known() {
		ReplicaReport report = this.lastReport;
		if (report == null) {
			throw new IllegalStateException("Member " + this.process.memberId() + " is not up");
		}
		return report;
	}

	/**
	 * What was seen last.
	 */
	ReplicaReport report() {
		ReplicaReport report = known();
		Glance current = this.glance;
		if (this.outdated && current != null) {
			report = current.report();
			this.lastReport = report;
			this.outdated = false;
		}
		return report;
	}

	/**
	 * The replica has made a step.
	 */
	void stepped() {
		Glance current = (this.glance != null) ? this.glance : new Glance(this.process.replica());
		this.glance = current;
		long changesNow = this.process.stateMachine().changes();
		boolean same = current.isSame() && changesNow == this.changes;
		this.changes = changesNow;
		if (same && this.lastReport != null && this.cluster.checker().observeSame(this.process.memberId())) {
			this.outdated = true;
		}
		else {
			changed();
		}
		this.cluster.stepped(this.process);
		follow();
	}

	private void changed() {
		ReplicaReport report = this.process.replica().report();
		Executed executed = this.process.stateMachine().executed();
		this.cluster.log().noteChange(this.lastReport, report);
		int restoredNow = executed.restored().count();
		this.cluster.progress().stepped(this.lastReport, report, restoredNow - this.restored);
		this.restored = restoredNow;
		this.lastReport = report;
		this.outdated = false;
		int life = this.process.life();
		if (report.status() == Status.NORMAL && this.process.memory().becomesNormal(report.configuration().epoch())
				&& life > 1) {
			this.cluster.recovered();
		}
		this.cluster.checker().observe(this.process.memberId(), life, report, executed);
	}

	private void follow() {
		GroupLocation elsewhere = this.process.replica().relocation();
		if (elsewhere != null) {
			int life = this.process.life();
			this.cluster.events().after(0, () -> {
				if (this.process.isUp() && this.process.life() == life) {
					this.place.follow(elsewhere);
				}
			});
		}
	}

}
