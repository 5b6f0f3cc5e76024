package dev.viewstamped.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;

/**
 * A client of the group as other threads see it. Futures fail with the exceptions of
 * {@link dev.viewstamped.VrException} and never complete on the replica's loop.
 */
public interface VrClient {

	/**
	 * Execute a command exactly once.
	 * @param command the command
	 * @param timeout how long to wait before the outcome is unknown
	 * @return the reply to come, with outcome {@code EXECUTED}
	 */
	CompletableFuture<Reply> submit(byte[] command, Duration timeout);

	/**
	 * Answer a query.
	 * @param query the query
	 * @param consistency how fresh the answer must be
	 * @param afterOpNumber op-number that must have been executed, 0 for none
	 * @param timeout how long to wait
	 * @return the reply to come
	 */
	CompletableFuture<QueryReply> query(byte[] query, Consistency consistency, long afterOpNumber, Duration timeout);

}
