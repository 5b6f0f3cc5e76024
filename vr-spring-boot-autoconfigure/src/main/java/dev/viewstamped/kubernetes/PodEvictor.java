package dev.viewstamped.kubernetes;

/**
 * Has a pod stopped so that it is made anew, if the disruption budget admits it.
 */
@FunctionalInterface
public interface PodEvictor {

	/**
	 * Evict a pod.
	 * @param pod the pod, of which exactly the one with this identity is meant
	 * @return whether it was evicted; {@code false} if the disruption budget does not
	 * admit it now
	 * @throws RuntimeException if the pod is another one by now, or it is not known
	 * whether it was evicted
	 */
	boolean evict(ObservedPod pod);

}
