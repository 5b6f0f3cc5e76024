package dev.viewstamped.message;

import java.util.UUID;

import dev.viewstamped.ReadOptions.Consistency;

/**
 * A query (§6.3).
 *
 * @param client identity of the client
 * @param queryNumber the client's number of the query; the same one may be sent again
 * @param consistency how fresh the answer must be
 * @param afterOpNumber op-number that must have been executed, 0 for none
 * @param payload the query
 */
public record QueryRequest(UUID client, long queryNumber, Consistency consistency, long afterOpNumber,
		byte[] payload) implements ClientMessage {

}
