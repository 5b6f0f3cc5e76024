package dev.viewstamped.actuate;

import dev.viewstamped.runtime.ControllerReport;
import dev.viewstamped.runtime.GroupControllers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for what changes the group by itself.
 */
public class ControllerMeters implements MeterBinder {

	private final GroupControllers controllers;

	/**
	 * Create a binder.
	 * @param controllers the controllers
	 */
	public ControllerMeters(GroupControllers controllers) {
		this.controllers = controllers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ControllerReport report : this.controllers.reports()) {
			String name = report.name();
			Gauge.builder("vr.controller.blocked", this.controllers, (all) -> isBlocked(all, name) ? 1 : 0)
				.description("Whether something keeps the controller from what there is to do")
				.tag("controller", name)
				.register(registry);
		}
	}

	private static boolean isBlocked(GroupControllers controllers, String name) {
		return controllers.reports()
			.stream()
			.anyMatch((report) -> report.name().equals(name) && report.blocked() != null);
	}

}
