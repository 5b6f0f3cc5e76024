package dev.viewstamped.sample.config;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link DeleteEntry}.
 *
 * @param outcome what happened
 * @param currentRevision revision of the entry that is still there, if any
 */
public record DeleteResult(Outcome outcome, @Nullable Long currentRevision) {

	/**
	 * What may happen.
	 */
	public enum Outcome {

		/**
		 * The entry is gone.
		 */
		DELETED,

		/**
		 * There was no such entry.
		 */
		NOT_FOUND,

		/**
		 * Nothing was changed.
		 */
		PRECONDITION_FAILED

	}

}
