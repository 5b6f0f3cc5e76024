package dev.viewstamped.kubernetes;

import dev.viewstamped.runtime.ControllerReport;
import dev.viewstamped.runtime.ControllerReport.Blocked;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one reconciler. Each reason is logged once, when it comes up.
 */
final class ReconcilerStatus {

	private static final Log logger = LogFactory.getLog(ReconcilerStatus.class);

	private final String name;

	private volatile ControllerReport report;

	ReconcilerStatus(String name) {
		this.name = name;
		this.report = new ControllerReport(name, null, null);
	}

	ControllerReport report() {
		return this.report;
	}

	void did(String action) {
		logger.info("Reconciliation of " + this.name + ": " + action);
		this.report = new ControllerReport(this.name, action, null);
	}

	void found(Step step) {
		block((step instanceof Step.Wait wait) ? new Blocked(wait.code(), wait.message()) : null);
	}

	void failed(String code, String message) {
		block(new Blocked(code, message));
	}

	private void block(@Nullable Blocked blocked) {
		Blocked before = this.report.blocked();
		if (blocked != null && (before == null || !before.code().equals(blocked.code()))) {
			logger.info("Reconciliation of " + this.name + " waits (" + blocked.code() + "): " + blocked.message());
		}
		this.report = new ControllerReport(this.name, this.report.lastAction(), blocked);
	}

}
