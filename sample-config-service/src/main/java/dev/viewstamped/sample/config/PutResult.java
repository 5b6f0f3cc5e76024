package dev.viewstamped.sample.config;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link PutEntry}. It does not repeat the value: replicas keep results
 * for as long as a client may ask for them again.
 *
 * @param outcome what happened
 * @param current position of the entry as it is now, or {@code null} if there is none
 */
public record PutResult(Outcome outcome, @Nullable Position current) {

	static PutResult preconditionFailed(@Nullable ConfigEntry current) {
		return new PutResult(Outcome.PRECONDITION_FAILED, (current != null) ? Position.of(current) : null);
	}

	/**
	 * What may happen.
	 */
	public enum Outcome {

		/**
		 * There was no such entry before.
		 */
		CREATED,

		/**
		 * There was such an entry before.
		 */
		CHANGED,

		/**
		 * Nothing was changed.
		 */
		PRECONDITION_FAILED

	}

	/**
	 * When an entry was written.
	 *
	 * @param version number of writes of the key
	 * @param revision op-number of the write
	 * @param updatedAt replicated time of the write
	 */
	public record Position(long version, long revision, Instant updatedAt) {

		static Position of(ConfigEntry entry) {
			return new Position(entry.version(), entry.revision(), entry.updatedAt());
		}

	}

}
