package dev.viewstamped.kubernetes;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A StatefulSet and its pods as Kubernetes tells of them.
 *
 * @param resourceVersion version of the StatefulSet, which changes with each change of it
 * @param replicas how many pods it is to have
 * @param target the size that the group is to have before the set follows it: the value
 * of the annotation {@value #TARGET_ANNOTATION}; {@code null} if there is none
 * @param firstOrdinal number of the first pod
 * @param onDelete whether pods are replaced only when somebody else deletes them
 * @param settled whether the controller of the set has seen the latest change, so that
 * the revision is that of the present template
 * @param updateRevision revision of the template; empty while unknown
 * @param availablePods how many pods have been ready for as long as the set demands
 * @param pods the pods, by ascending ordinal
 */
public record ObservedSet(String resourceVersion, int replicas, @Nullable String target, int firstOrdinal,
		boolean onDelete, boolean settled, String updateRevision, int availablePods, List<ObservedPod> pods) {

	/** Name of the annotation that says the size which the group is to have. */
	public static final String TARGET_ANNOTATION = "vr.viewstamped.dev/target-replicas";

	public ObservedSet {
		pods = List.copyOf(pods);
	}

	/**
	 * The pod of an ordinal.
	 * @param ordinal the number of the pod
	 * @return the pod; {@code null} if there is none
	 */
	public @Nullable ObservedPod pod(int ordinal) {
		for (ObservedPod pod : this.pods) {
			if (pod.name().ordinal() == ordinal) {
				return pod;
			}
		}
		return null;
	}

	/**
	 * Whether a pod still has to be replaced.
	 * @param pod a pod
	 * @return {@code true} if it was made from another template than the present one
	 */
	public boolean isOutdated(ObservedPod pod) {
		return pod.name().ordinal() < this.replicas && !this.updateRevision.isEmpty()
				&& !Objects.equals(pod.revision(), this.updateRevision);
	}

}
