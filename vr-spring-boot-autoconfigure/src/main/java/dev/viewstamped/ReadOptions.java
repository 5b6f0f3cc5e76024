package dev.viewstamped;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How fresh the answer to a query must be.
 *
 * @param consistency the kind of read
 * @param token for causal reads, the token of the state that must be visible
 */
public record ReadOptions(Consistency consistency, @Nullable String token) {

	/**
	 * Kinds of reads.
	 */
	public enum Consistency {

		/**
		 * Sees every command acknowledged before the read began; confirmed by a quorum.
		 */
		LINEARIZABLE,

		/**
		 * As linearizable while clocks run at nearly the same rate; answered by the
		 * primary on a lease where {@code vr.reads.lease} allows it.
		 */
		LEASE,

		/**
		 * Sees at least the state of the token.
		 */
		CAUSAL,

		/**
		 * Whatever the replica at hand has executed.
		 */
		STALE

	}

	public ReadOptions {
		Objects.requireNonNull(consistency, "'consistency' must not be null");
	}

	/**
	 * A read that sees every command acknowledged before it began.
	 * @return the options
	 */
	public static ReadOptions linearizable() {
		return new ReadOptions(Consistency.LINEARIZABLE, null);
	}

	/**
	 * A read at the primary on its lease (VR Revisited §6.3.1); a linearizable read where
	 * leases are off.
	 * @return the options
	 */
	public static ReadOptions lease() {
		return new ReadOptions(Consistency.LEASE, null);
	}

	/**
	 * A read that sees at least the state of the token (VR Revisited §6.3.2).
	 * @param token the token of an earlier result
	 * @return the options
	 */
	public static ReadOptions causalAfter(String token) {
		return new ReadOptions(Consistency.CAUSAL, Objects.requireNonNull(token, "'token' must not be null"));
	}

	/**
	 * A read of whatever the replica at hand has executed.
	 * @return the options
	 */
	public static ReadOptions stale() {
		return new ReadOptions(Consistency.STALE, null);
	}

}
