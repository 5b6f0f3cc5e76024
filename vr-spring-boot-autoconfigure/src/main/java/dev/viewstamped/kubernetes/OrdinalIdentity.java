package dev.viewstamped.kubernetes;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a pod is to the group when it starts, told by its name alone. All pods have the
 * same settings, which list the members of the first configuration: a pod with a place in
 * the list begins as that member, and any later one joins the group through them.
 *
 * @param pod name of the pod
 */
public record OrdinalIdentity(PodName pod) {

	/**
	 * Find the identity of a pod.
	 * @param podName name of the pod
	 * @return its identity; {@code null} if it is not a pod of a StatefulSet
	 */
	public static @Nullable OrdinalIdentity of(String podName) {
		PodName pod = PodName.parse(podName);
		return (pod != null) ? new OrdinalIdentity(pod) : null;
	}

	/**
	 * Whether the pod has no place in the first configuration.
	 * @param firstMembers how many members that has
	 * @return {@code true} if the pod must join
	 */
	public boolean joins(int firstMembers) {
		return this.pod.ordinal() >= firstMembers;
	}

	/**
	 * The address at which the others reach this pod.
	 * @param firstMembers addresses of the members of the first configuration as
	 * host:port
	 * @return the address as host:port; {@code null} if those are not the addresses of
	 * the first pods of the same StatefulSet
	 */
	public @Nullable String address(List<String> firstMembers) {
		PodAddresses addresses = PodAddresses.of(firstMembers);
		return (addresses != null && addresses.set().equals(this.pod.set())) ? addresses.of(this.pod.ordinal()) : null;
	}

}
