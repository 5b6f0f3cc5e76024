package dev.viewstamped.service;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidHandlerException}.
 */
class InvalidHandlerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerException cause) {
		String description = "Method %s of bean '%s' cannot be a handler:%n%n    %s.".formatted(cause.getMethod(),
				cause.getBeanName(), cause.getReason());
		return new FailureAnalysis(description, cause.getAction() + ".", cause);
	}

}
