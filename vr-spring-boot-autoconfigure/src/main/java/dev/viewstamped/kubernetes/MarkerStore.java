package dev.viewstamped.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * Holds the marker where it outlives all pods.
 */
public interface MarkerStore {

	/**
	 * Read the marker.
	 * @return the marker; {@code null} if nothing was made to hold one
	 * @throws RuntimeException if it cannot be read
	 */
	@Nullable Marker read();

	/**
	 * Write the marker, if it is still of the version that was read.
	 * @param marker the marker
	 * @return {@code false} if it was changed by somebody else
	 * @throws RuntimeException if it is not known whether it was written
	 */
	boolean write(Marker marker);

}
