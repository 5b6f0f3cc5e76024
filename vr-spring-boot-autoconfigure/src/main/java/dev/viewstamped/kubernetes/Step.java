package dev.viewstamped.kubernetes;

import java.util.List;

/**
 * What a reconciler finds to be done next.
 */
public sealed interface Step {

	/** Nothing: what is, is what should be, or it is for another replica to act. */
	Step REST = new Rest();

	/**
	 * Whether something is to be done now.
	 * @return {@code false} if there is nothing to do or something is waited for
	 */
	default boolean isAction() {
		return !(this instanceof Rest) && !(this instanceof Wait);
	}

	/**
	 * Nothing.
	 */
	record Rest() implements Step {

	}

	/**
	 * Something, but not now.
	 *
	 * @param code short name of the reason
	 * @param message what is waited for, and what to do about it
	 */
	record Wait(String code, String message) implements Step {

	}

	/**
	 * Ask the primary for another configuration.
	 *
	 * @param expectedEpoch the epoch that is to end
	 * @param members addresses of the members of the new configuration
	 */
	record Reconfigure(long expectedEpoch, List<String> members) implements Step {

	}

	/**
	 * Set the size of the StatefulSet.
	 *
	 * @param replicas the size
	 */
	record Scale(int replicas) implements Step {

	}

	/**
	 * Evict a pod.
	 *
	 * @param pod the pod
	 */
	record Evict(ObservedPod pod) implements Step {

	}

	/**
	 * Give the role of the primary to a backup.
	 */
	record HandOver() implements Step {

	}

}
