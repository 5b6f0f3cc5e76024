package dev.viewstamped.kubernetes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import dev.viewstamped.message.Member;
import dev.viewstamped.replica.ReplicaReport;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the pods that were made from an old template, one at a time: a pod that does
 * not serve first, then the backups, the primary last and after it has handed over. Each
 * time all members must be normal again. It acts only on a StatefulSet that leaves the
 * deletion of pods to others ({@code OnDelete}): the set's own rolling update goes on
 * beside a member that is down, which may take a quorum away.
 */
public final class RolloutReconciler implements Reconciler {

	private static final int SMALLEST = 3;

	private final PodAddresses addresses;

	private final Tolerance tolerance;

	/**
	 * Create a reconciler.
	 * @param addresses addresses of the pods
	 * @param tolerance what passes for normal
	 */
	public RolloutReconciler(PodAddresses addresses, Tolerance tolerance) {
		this.addresses = addresses;
		this.tolerance = tolerance;
	}

	@Override
	public Step reconcile(@Nullable ObservedSet set, @Nullable ReplicaReport report, long nowNanos) {
		LeaderView leader = LeaderView.of(report, this.tolerance);
		if (leader == null || set == null || !set.onDelete()) {
			return Step.REST;
		}
		if (!set.settled()) {
			return new Step.Wait("set-changing", "The controller of the StatefulSet has not seen its latest change");
		}
		List<ObservedPod> outdated = set.pods().stream().filter(set::isOutdated).toList();
		if (outdated.isEmpty()) {
			return Step.REST;
		}
		Step.Wait refused = refuse(set, leader);
		return (refused != null) ? refused : next(set, leader, outdated);
	}

	private Step.@Nullable Wait refuse(ObservedSet set, LeaderView leader) {
		if (leader.isChanging()) {
			return new Step.Wait("change-under-way", leader.change());
		}
		List<String> wanted = this.addresses.first(set.replicas());
		if (wanted.size() != leader.members().size() || !new HashSet<>(wanted).containsAll(leader.addresses())) {
			return new Step.Wait("scale-pending", "Pods are outdated, but first the members " + leader.addresses()
					+ " and the " + set.replicas() + " pods of the StatefulSet have to be the same");
		}
		if (set.replicas() < SMALLEST) {
			return new Step.Wait("group-too-small", "A group of " + set.replicas()
					+ " loses its quorum with one pod: delete the outdated pods by hand");
		}
		for (int ordinal = 0; ordinal < set.replicas(); ordinal++) {
			ObservedPod pod = set.pod(ordinal);
			if (pod == null || pod.terminating()) {
				return new Step.Wait("pod-restarting",
						"Waiting for pod " + new PodName(this.addresses.set(), ordinal) + ", which is being replaced");
			}
		}
		return null;
	}

	private Step next(ObservedSet set, LeaderView leader, List<ObservedPod> outdated) {
		List<ObservedPod> broken = new ArrayList<>();
		ObservedPod own = null;
		for (Member member : leader.members()) {
			ObservedPod pod = set.pod(this.addresses.ordinal(member.address()));
			if (member.memberId() == leader.self()) {
				own = pod;
			}
			if (pod != null && (!pod.ready() || !leader.follows(member))) {
				broken.add(pod);
			}
		}
		if (broken.size() == 1 && leader.absent() <= 1 && outdated.contains(broken.get(0))
				&& !broken.get(0).equals(own)) {
			return new Step.Evict(broken.get(0));
		}
		if (!broken.isEmpty() || leader.absent() > 0) {
			return new Step.Wait("member-not-normal",
					"The roll stops at " + outdated.size() + " outdated pods until all members are normal; not normal: "
							+ (broken.isEmpty() ? leader.absent() + " members" : names(broken)));
		}
		if (set.availablePods() < set.replicas()) {
			return new Step.Wait("pod-not-available", set.availablePods() + " of " + set.replicas()
					+ " pods have been ready for as long as 'minReadySeconds' demands");
		}
		for (int i = outdated.size() - 1; i >= 0; i--) {
			if (!outdated.get(i).equals(own)) {
				return new Step.Evict(outdated.get(i));
			}
		}
		return new Step.HandOver();
	}

	private static String names(List<ObservedPod> pods) {
		return pods.stream().map((pod) -> pod.name().toString()).toList().toString();
	}

}
