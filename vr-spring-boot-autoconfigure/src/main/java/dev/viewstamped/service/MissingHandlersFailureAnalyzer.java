package dev.viewstamped.service;

import java.util.List;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link MissingHandlersException}.
 */
class MissingHandlersFailureAnalyzer extends AbstractFailureAnalyzer<MissingHandlersException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingHandlersException cause) {
		List<String> packages = cause.getScannedPackages();
		String scanned = packages.isEmpty() ? "" : ", for example with @Component in the package "
				+ String.join(" or ", packages) + " or below it, which is where this application looks for components";
		return new FailureAnalysis(cause.getMessage() + ", so that it could execute nothing.",
				"Annotate the methods that execute commands and queries with @ReplicatedCommand and @ReplicatedQuery, "
						+ "and make their class a bean" + scanned
						+ ". An application without handlers is a client of the group: set 'vr.mode=client'; "
						+ "'vr.enabled=false' switches the library off.",
				cause);
	}

}
