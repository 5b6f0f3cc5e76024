package dev.viewstamped.autoconfigure;

import dev.viewstamped.storage.StorageException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link StorageException} to the operator: what is there is left as it was.
 */
class StorageFailureAnalyzer extends AbstractFailureAnalyzer<StorageException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StorageException cause) {
		return new FailureAnalysis(cause.getMessage() + ". Nothing in the directory was changed", cause.getCure() + ".",
				cause);
	}

}
