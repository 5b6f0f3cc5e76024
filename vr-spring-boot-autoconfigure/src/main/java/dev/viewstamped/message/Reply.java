package dev.viewstamped.message;

import java.util.UUID;

import dev.viewstamped.Viewstamp;

/**
 * REPLY (§4.1 step 5).
 *
 * @param groupId the group
 * @param client identity of the client
 * @param epoch the primary's epoch
 * @param view the primary's view
 * @param requestNumber the number of the request; 0 for the answer to REGISTER
 * @param viewstamp identity of the request's log entry; for REGISTER its op-number is the
 * session
 * @param outcome what became of the request
 * @param result what the service returned
 */
public record Reply(UUID groupId, UUID client, long epoch, long view, long requestNumber, Viewstamp viewstamp,
		Outcome outcome, byte[] result) implements ClientMessage {

	/**
	 * What became of a request that has a place in the log.
	 */
	public enum Outcome {

		/**
		 * It was executed; or, to REGISTER, the session is open.
		 */
		EXECUTED,

		/**
		 * It was executed, and its result was too large to keep.
		 */
		RESULT_TOO_LARGE,

		/**
		 * It was not executed: there is no room for another session.
		 */
		TOO_MANY_SESSIONS

	}

}
