package dev.viewstamped.message;

import java.util.UUID;

/**
 * A transmission of a request that got no place in the log. Says nothing of other
 * transmissions of the same request.
 *
 * @param client identity of the client
 * @param requestNumber the number of the request
 * @param attempt number of the refused transmission
 * @param reason why
 */
public record Refused(UUID client, long requestNumber, int attempt, Reason reason) implements ClientMessage {

	/**
	 * Why a request or a query was refused.
	 */
	public enum Reason {

		/**
		 * A bound is reached.
		 */
		BUSY,

		/**
		 * The replica is not the primary and knows none, or cannot answer now.
		 */
		NO_PRIMARY,

		/**
		 * The request is larger than {@code vr.limits.command-size}.
		 */
		TOO_LARGE,

		/**
		 * No handler for the command or query.
		 */
		UNKNOWN_COMMAND

	}

}
