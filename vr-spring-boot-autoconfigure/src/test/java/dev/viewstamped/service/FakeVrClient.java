package dev.viewstamped.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;

/**
 * A client that answers what the test has laid down.
 */
class FakeVrClient implements VrClient {

	static final UUID GROUP = new UUID(1, 2);

	final List<byte[]> commands = new ArrayList<>();

	final List<Asked> queries = new ArrayList<>();

	final Deque<CompletableFuture<Reply>> replies = new ArrayDeque<>();

	final Deque<CompletableFuture<QueryReply>> queryReplies = new ArrayDeque<>();

	@Override
	public CompletableFuture<Reply> submit(byte[] command, Duration timeout) {
		this.commands.add(command);
		return this.replies.remove();
	}

	@Override
	public CompletableFuture<QueryReply> query(byte[] query, Consistency consistency, long afterOpNumber,
			Duration timeout) {
		this.queries.add(new Asked(consistency, afterOpNumber));
		return this.queryReplies.remove();
	}

	static Reply reply(byte[] result) {
		return new Reply(GROUP, new UUID(3, 4), 0, 1, 5, new Viewstamp(0, 1, 9), Reply.Outcome.EXECUTED, result);
	}

	static QueryReply queryReply(UUID groupId, long opNumber, byte[] result) {
		return new QueryReply(groupId, new UUID(3, 4), 5, 0, 1, opNumber, result);
	}

	record Asked(Consistency consistency, long afterOpNumber) {

	}

}
