package dev.viewstamped.simulator;

import dev.viewstamped.message.GroupLocation;
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
		this.restored = 0;
	}

	/**
	 * What was seen last.
	 */
	ReplicaReport report() {
		ReplicaReport report = this.lastReport;
		if (report == null) {
			throw new IllegalStateException("Member " + this.process.memberId() + " is not up");
		}
		return report;
	}

	/**
	 * The replica has made a step.
	 */
	void stepped() {
		ReplicaReport report = this.process.replica().report();
		Executed executed = this.process.stateMachine().executed();
		this.cluster.log().noteChange(this.lastReport, report);
		int restoredNow = executed.restored().count();
		this.cluster.progress().stepped(this.lastReport, report, restoredNow - this.restored);
		this.restored = restoredNow;
		this.lastReport = report;
		int life = this.process.life();
		if (report.status() == Status.NORMAL && this.process.memory().becomesNormal() && life > 1) {
			this.cluster.recovered();
		}
		this.cluster.checker().observe(this.process.memberId(), life, report, executed);
		this.cluster.stepped(this.process);
		GroupLocation elsewhere = this.process.replica().relocation();
		if (elsewhere != null) {
			this.cluster.events().after(0, () -> {
				if (this.process.isUp() && this.process.life() == life) {
					this.place.follow(elsewhere);
				}
			});
		}
	}

}
