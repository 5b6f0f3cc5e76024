package dev.viewstamped.runtime;

import java.util.List;

/**
 * The controllers that run beside the replica. Safe for use by any thread.
 */
@FunctionalInterface
public interface GroupControllers {

	/**
	 * The controllers at a recent moment, always the same ones in the same order. Never
	 * blocks.
	 * @return the reports
	 */
	List<ControllerReport> reports();

}
