package dev.viewstamped.service;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.QueryReply;
import org.jspecify.annotations.Nullable;

/**
 * Reads that see at least the state of a token (VR Revisited §6.3.2). Op-numbers of
 * another group mean nothing here, and waiting for one could take for ever: so a token is
 * compared with the group first, unless this group is known to be the token's.
 */
final class CausalReads {

	private final VrClient client;

	private final Duration timeout;

	private volatile @Nullable UUID knownGroup;

	CausalReads(VrClient client, Duration timeout) {
		this.client = client;
		this.timeout = timeout;
	}

	CompletableFuture<QueryReply> read(byte[] query, ReadToken token) {
		if (token.groupId().equals(this.knownGroup)) {
			return ask(query, token, token.opNumber());
		}
		return ask(query, token, 0).thenCompose((reply) -> (reply.opNumber() >= token.opNumber())
				? CompletableFuture.completedFuture(reply) : ask(query, token, token.opNumber()));
	}

	private CompletableFuture<QueryReply> ask(byte[] query, ReadToken token, long afterOpNumber) {
		return this.client.query(query, Consistency.CAUSAL, afterOpNumber, this.timeout)
			.whenComplete((reply, failure) -> this.knownGroup = (reply != null) ? reply.groupId() : null)
			.thenApply((reply) -> checked(reply, token));
	}

	private static QueryReply checked(QueryReply reply, ReadToken token) {
		if (!token.equals(ReadToken.NOTHING_SEEN) && !reply.groupId().equals(token.groupId())) {
			throw new IllegalArgumentException(
					("The read token belongs to group %s, but group %s answered: the group was formed anew since."
							+ " Read without the token")
						.formatted(token.groupId(), reply.groupId()));
		}
		return reply;
	}

}
