package dev.viewstamped.kubernetes;

/**
 * Sets the size of the StatefulSet.
 */
@FunctionalInterface
public interface SetScaler {

	/**
	 * Set the size.
	 * @param set the set as it was read; nothing is done if it was changed since then
	 * @param replicas how many pods it is to have
	 * @throws RuntimeException if the set was changed, or it is not known whether its
	 * size was set
	 */
	void scale(ObservedSet set, int replicas);

}
