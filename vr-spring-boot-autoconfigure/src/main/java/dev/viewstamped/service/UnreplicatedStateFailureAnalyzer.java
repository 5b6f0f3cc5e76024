package dev.viewstamped.service;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnreplicatedStateException}.
 */
class UnreplicatedStateFailureAnalyzer extends AbstractFailureAnalyzer<UnreplicatedStateException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnreplicatedStateException cause) {
		String description = ("Bean '%s' handles commands and keeps state outside of replicated maps:%n%n"
				+ "    The field %s %s.%n%n"
				+ "Such state is in no checkpoint: a replica that takes the state from others would not have it.")
			.formatted(cause.getBeanName(), cause.getField(), cause.getReason());
		return new FailureAnalysis(description, cause.getAction(), cause);
	}

}
