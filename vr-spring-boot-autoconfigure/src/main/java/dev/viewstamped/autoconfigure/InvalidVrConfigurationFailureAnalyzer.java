package dev.viewstamped.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidVrConfigurationException} to the operator.
 */
class InvalidVrConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidVrConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidVrConfigurationException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.getAction(), cause);
	}

}
