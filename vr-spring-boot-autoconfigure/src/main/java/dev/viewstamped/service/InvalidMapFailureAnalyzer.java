package dev.viewstamped.service;

import dev.viewstamped.state.InvalidMapException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidMapException}.
 */
class InvalidMapFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMapException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidMapException cause) {
		String description = ("The replicated map '%s' cannot have keys or values of %s, which must be written into"
				+ " checkpoints and read back:%n%n    %s.")
			.formatted(cause.getMap(), cause.getType().getName(), cause.getReason());
		return new FailureAnalysis(description, cause.getAction() + ".", cause);
	}

}
