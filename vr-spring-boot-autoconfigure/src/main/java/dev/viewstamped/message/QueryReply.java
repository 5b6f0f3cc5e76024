package dev.viewstamped.message;

import java.util.UUID;

/**
 * Answer to {@link QueryRequest}.
 *
 * @param groupId the group
 * @param client identity of the client
 * @param queryNumber the number of the query
 * @param epoch the answering replica's epoch
 * @param view the answering replica's view
 * @param opNumber the last op-number that the answering replica had executed
 * @param result what the service returned
 */
public record QueryReply(UUID groupId, UUID client, long queryNumber, long epoch, long view, long opNumber,
		byte[] result) implements ClientMessage {

	/**
	 * Size of the largest result of a query: more than that of a command, which each
	 * replica has to keep.
	 */
	public static final int MAX_RESULT_BYTES = 16 * 1024 * 1024;

}
