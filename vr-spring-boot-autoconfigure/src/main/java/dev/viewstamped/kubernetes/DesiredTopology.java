package dev.viewstamped.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * What the group is to be: a StatefulSet and its pods.
 */
public interface DesiredTopology {

	/**
	 * The set as it was a short while ago.
	 * @return the set; {@code null} if there is none
	 * @throws RuntimeException if it cannot be told
	 */
	@Nullable ObservedSet observed();

	/**
	 * The set as it is, read anew.
	 * @return the set; {@code null} if there is none
	 * @throws RuntimeException if it cannot be read
	 */
	@Nullable ObservedSet read();

}
