package dev.viewstamped.kubernetes;

import dev.viewstamped.kubernetes.Marker.State;
import dev.viewstamped.message.Header;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.runtime.FormationGuard;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers outside the pods that the group was formed. When all pods start without
 * state, that tells a first boot, which forms a group, from a restart of the whole group,
 * which must not take an empty group for the one that was lost: the replicas stay without
 * a group then, with condition {@code state-lost}, until an operator sets the marker back
 * to {@code NEW} or brings the state back.
 * <p>
 * A new group counts as formed before it is told to be ready for traffic.
 */
public final class BootstrapMarker implements FormationGuard {

	private static final Log logger = LogFactory.getLog(BootstrapMarker.class);

	private final MarkerStore store;

	private final String name;

	private volatile boolean settled;

	private volatile @Nullable String refusal;

	/**
	 * Create a marker.
	 * @param store where it is kept
	 * @param name what operators call it, such as {@code ConfigMap 'vr-cluster'}
	 */
	public BootstrapMarker(MarkerStore store, String name) {
		this.store = store;
		this.name = name;
	}

	/**
	 * {@inheritDoc} Without an answer it may not: a replica of a group that lives
	 * recovers all the same.
	 */
	@Override
	public boolean mayForm() {
		Marker marker;
		try {
			marker = this.store.read();
		}
		catch (RuntimeException ex) {
			this.refusal = "could not be read when this pod started, so it takes no part in forming a group: if this is "
					+ "the first start of the group, restart the pod (" + ex.getMessage() + ")";
			logger.warn("The " + this.name + " cannot be read, so this replica takes no part in forming a new group. "
					+ "If this is the first start of the group, restart this pod when the API of Kubernetes answers",
					ex);
			return false;
		}
		if (marker == null) {
			logger.warn("There is no " + this.name + ", so a restart of all pods without state is not told from a "
					+ "first start, and forms a new, empty group unless vr.bootstrap=never");
			return true;
		}
		if (marker.state() == State.FORMED) {
			this.refusal = "says that a group was formed, and no member has its state: bring a member with state back or, "
					+ "to give the state up, set the marker's state to NEW and restart all pods";
			logger.info("The " + this.name + " says that group " + marker.groupId()
					+ " was formed, so this replica takes no part in forming a new one");
			return false;
		}
		return true;
	}

	/**
	 * Whether a replica may take traffic as far as the marker goes.
	 * @param report the replica; {@code null} if there is none
	 * @return {@code false} while the replica is one of those that have formed the group
	 * and this is not remembered yet
	 */
	public boolean admitsTraffic(@Nullable ReplicaReport report) {
		return this.settled || report == null || !report.formedGroup();
	}

	/**
	 * Bring the marker one step further.
	 * @param report the replica; {@code null} if there is none
	 * @return what keeps it from that, or {@link Step#REST}
	 */
	Step advance(@Nullable ReplicaReport report) {
		if (this.settled || report == null) {
			return Step.REST;
		}
		if (report.groupId().equals(Header.NO_GROUP)) {
			return withoutGroup(report.condition());
		}
		Marker marker = this.store.read();
		if (marker == null) {
			this.settled = true;
			return Step.REST;
		}
		String groupId = report.groupId().toString().replace("-", "");
		if (marker.state() == State.FORMED) {
			this.settled = marker.groupId().equals(groupId);
			return this.settled ? Step.REST
					: new Step.Wait("marker-mismatch",
							"The " + this.name + " says that group " + marker.groupId()
									+ " was formed, but this is group " + groupId
									+ ": if the former was given up on purpose, set its state to NEW");
		}
		return (report.role() == Role.PRIMARY && report.available()) ? advance(marker, groupId, report.formedGroup())
				: Step.REST;
	}

	private Step withoutGroup(@Nullable Condition condition) {
		String why = this.refusal;
		return (why != null && condition != null && condition.code().equals(Condition.STATE_LOST))
				? new Step.Wait("marker-refuses", "The " + this.name + " " + why) : Step.REST;
	}

	private Step advance(Marker marker, String groupId, boolean formedHere) {
		boolean known = marker.state() == State.FORMING && marker.groupId().equals(groupId);
		State next = (known || !formedHere) ? State.FORMED : State.FORMING;
		boolean written = this.store.write(marker.with(next, groupId));
		if (written && next == State.FORMED) {
			logger.info("The " + this.name + " says from now on that group " + groupId + " was formed");
			this.settled = true;
			return Step.REST;
		}
		return written ? advanceAgain(groupId)
				: new Step.Wait("marker-conflict", "The " + this.name + " was changed by somebody else; trying again");
	}

	private Step advanceAgain(String groupId) {
		Marker marker = this.store.read();
		boolean own = marker != null && marker.state() == State.FORMING && marker.groupId().equals(groupId);
		return (marker != null && own) ? advance(marker, groupId, true)
				: new Step.Wait("marker-conflict", "The " + this.name + " was changed by somebody else; trying again");
	}

}
