package dev.viewstamped.kubernetes;

import dev.viewstamped.replica.ReplicaReport;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the group is with what it should be and finds the next step, from what is
 * now and not from what has happened. It does nothing itself: the step is taken by
 * whoever asks, once the same question with facts that were read anew has given the same
 * answer.
 */
@FunctionalInterface
interface Reconciler {

	/**
	 * Find the next step.
	 * @param set the StatefulSet; {@code null} if there is none
	 * @param report the replica of this pod; {@code null} if there is none
	 * @param nowNanos the monotonic time
	 * @return the step
	 */
	Step reconcile(@Nullable ObservedSet set, @Nullable ReplicaReport report, long nowNanos);

}
