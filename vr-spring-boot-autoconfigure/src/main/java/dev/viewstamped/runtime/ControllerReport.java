package dev.viewstamped.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a controller, which changes the group by itself so that it becomes what was asked
 * for elsewhere, has done and what keeps it from going on.
 *
 * @param name name of the controller
 * @param lastAction what it has done last; {@code null} if nothing yet
 * @param blocked what keeps it from what there is to do; {@code null} if nothing does, or
 * there is nothing to do here
 */
public record ControllerReport(String name, @Nullable String lastAction, @Nullable Blocked blocked) {

	/**
	 * What keeps a controller from going on.
	 *
	 * @param code a short name of the reason
	 * @param message what was found, and what to do about it
	 */
	public record Blocked(String code, String message) {

	}

}
