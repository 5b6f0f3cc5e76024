package dev.viewstamped.kubernetes;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Member;
import dev.viewstamped.replica.ReplicaReport;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first pods of the StatefulSet, as many as it should have, the members of the
 * group (§7). A missing pod changes nothing: Kubernetes brings it back, and it recovers.
 * <p>
 * Kubernetes stops the pods that a smaller set lacks at once, so the change must succeed
 * even if they vanish: it takes away no more than two members, which leaves a quorum of
 * the old group whatever its odd size from five up. With the annotation, the group
 * becomes smaller first and the set afterwards.
 */
public final class MembershipReconciler implements Reconciler {

	private static final int MOST_REMOVED = 2;

	private static final long NEVER = Long.MIN_VALUE;

	private final PodAddresses addresses;

	private final Tolerance tolerance;

	private long unsettledSinceNanos = NEVER;

	/**
	 * Create a reconciler.
	 * @param addresses addresses of the pods
	 * @param tolerance what passes for normal
	 */
	public MembershipReconciler(PodAddresses addresses, Tolerance tolerance) {
		this.addresses = addresses;
		this.tolerance = tolerance;
	}

	@Override
	public Step reconcile(@Nullable ObservedSet set, @Nullable ReplicaReport report, long nowNanos) {
		LeaderView leader = LeaderView.of(report, this.tolerance);
		if (leader == null) {
			this.unsettledSinceNanos = NEVER;
			return Step.REST;
		}
		if (set == null) {
			return new Step.Wait("set-missing", "There is no StatefulSet '" + this.addresses.set() + "'");
		}
		if (set.firstOrdinal() != 0) {
			return new Step.Wait("ordinals", "The ordinals of the StatefulSet begin with " + set.firstOrdinal()
					+ ", but member 0 must be its first pod: remove 'spec.ordinals'");
		}
		return reconcile(set, leader, nowNanos);
	}

	private Step reconcile(ObservedSet set, LeaderView leader, long nowNanos) {
		TargetSize target = TargetSize.of(set);
		if (target.problem() != null) {
			return target.problem();
		}
		int size = target.members();
		if (size > set.replicas()) {
			return new Step.Scale(Math.min(size, set.replicas() + ((set.replicas() % 2 == 0) ? 1 : 2)));
		}
		List<String> wanted = this.addresses.first(size);
		List<String> removed = without(leader.addresses(), wanted);
		List<String> added = without(wanted, leader.addresses());
		if (leader.isChanging()) {
			return new Step.Wait("change-under-way", leader.change());
		}
		if (removed.isEmpty() && added.isEmpty()) {
			this.unsettledSinceNanos = NEVER;
			return (size < set.replicas()) ? new Step.Scale(Math.max(size, set.replicas() - 2)) : Step.REST;
		}
		Step.Wait refused = refuse(set, leader, removed, added, size);
		if (refused == null) {
			refused = awaitMembers(set, leader, removed, size, nowNanos);
		}
		return (refused != null) ? refused : new Step.Reconfigure(leader.epoch(), wanted);
	}

	private Step.@Nullable Wait refuse(ObservedSet set, LeaderView leader, List<String> removed, List<String> added,
			int size) {
		List<String> foreign = removed.stream().filter((address) -> this.addresses.ordinal(address) < 0).toList();
		if (!foreign.isEmpty()) {
			return new Step.Wait("foreign-members", "Members " + foreign + " are no pods of the StatefulSet '"
					+ this.addresses.set() + "': change the group with POST /actuator/vr/reconfiguration");
		}
		if (removed.size() > MOST_REMOVED) {
			int present = leader.addresses().size();
			int next = present - MOST_REMOVED;
			return new Step.Wait("step-too-large",
					"From " + present + " to " + size + " members, " + removed.size()
							+ " would go at once, and a quorum with them: scale to " + (next + 1 - next % 2)
							+ ", wait until the group has that size, and go on");
		}
		List<String> missing = added.stream().filter((address) -> !leader.hasStandby(address)).toList();
		return missing.isEmpty() ? null
				: new Step.Wait("waiting-for-pods", "The group stays as it is until all new pods follow it; missing: "
						+ missing.stream().map((address) -> describe(set, address)).toList());
	}

	private String describe(ObservedSet set, String address) {
		ObservedPod pod = set.pod(this.addresses.ordinal(address));
		String state = (pod == null) ? "no such pod" : pod.terminating() ? "pod terminating" : "pod has not joined";
		return address + " (" + state + ")";
	}

	/**
	 * A member that stays and is not normal is waited for, since it most likely restarts.
	 * But not when pods that are to go were told to stop, for each moment may be their
	 * last, and not forever: a larger group is the cure for a member that stays away.
	 */
	private Step.@Nullable Wait awaitMembers(ObservedSet set, LeaderView leader, List<String> removed, int size,
			long nowNanos) {
		List<String> unsettled = new ArrayList<>();
		int gone = 0;
		for (Member member : leader.members()) {
			if (removed.contains(member.address())) {
				gone += leader.follows(member) ? 0 : 1;
			}
			else if (!leader.follows(member)) {
				unsettled.add(member.address());
			}
		}
		int absent = Math.max(unsettled.size(), leader.absent() - gone);
		if (absent == 0) {
			this.unsettledSinceNanos = NEVER;
			return null;
		}
		if (this.unsettledSinceNanos == NEVER) {
			this.unsettledSinceNanos = nowNanos;
		}
		if (size - absent < size / 2 + 1) {
			return new Step.Wait("no-quorum-after", "Of the " + size + " members that there would be, " + absent
					+ " are not normal " + unsettled + ": bring them back first");
		}
		boolean leaving = removed.stream().anyMatch((address) -> isLeaving(set, address));
		boolean patient = nowNanos - this.unsettledSinceNanos < this.tolerance.patienceNanos();
		return (!leaving && patient) ? new Step.Wait("member-not-normal",
				"Waiting for " + absent + " members that are not normal " + unsettled) : null;
	}

	private boolean isLeaving(ObservedSet set, String address) {
		ObservedPod pod = set.pod(this.addresses.ordinal(address));
		return pod == null || pod.terminating();
	}

	private static List<String> without(List<String> addresses, List<String> others) {
		return addresses.stream().filter((address) -> !others.contains(address)).toList();
	}

}
