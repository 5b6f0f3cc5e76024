package dev.viewstamped.message;

import java.util.UUID;

/**
 * Answer to {@link OperatorRequest}.
 *
 * @param client identity of the client
 * @param number the client's number of the request
 * @param outcome what became of it
 * @param message what was done, or why not and what to do about it
 * @param opNumber op-number of the reconfiguration, if one was accepted; else 0
 * @param change the latest change of the group, as the answering replica knows it
 */
public record OperatorReply(UUID client, long number, Outcome outcome, String message, long opNumber,
		GroupChange change) implements ClientMessage {

	/**
	 * What became of a request.
	 */
	public enum Outcome {

		/**
		 * It was done, or is being done and cannot be lost any more.
		 */
		ACCEPTED,

		/**
		 * It was not done: the group is in another epoch, or a change is under way.
		 */
		CONFLICT,

		/**
		 * It was not done: what is asked cannot be.
		 */
		INVALID,

		/**
		 * It was not done: the replica is not the primary and knows none.
		 */
		NO_PRIMARY

	}

}
