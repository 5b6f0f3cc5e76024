package dev.viewstamped.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import dev.viewstamped.Command;
import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.CommandResult;
import dev.viewstamped.Query;
import dev.viewstamped.QueryResult;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.VrOperations;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Sends commands and queries to the replica group.
 */
public class VrTemplate implements VrOperations {

	/**
	 * The client ends each call at its timeout; whoever waits gives it a little longer.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final VrClient client;

	private final PayloadMapper mapper;

	private final CommandNames names;

	private final BooleanSupplier handling;

	private final Duration requestTimeout;

	private final int maxCommandBytes;

	private final CommandObserver observer;

	private final CausalReads causalReads;

	/**
	 * Create a template.
	 * @param client the client of the group
	 * @param mapper writes commands and queries, reads results
	 * @param names the names of commands and queries on the wire
	 * @param handling whether the calling thread is inside a handler
	 * @param requestTimeout how long a call waits
	 * @param maxCommandBytes size of the largest command or query that is sent, in bytes
	 * @param observer told of each call once it is over
	 */
	public VrTemplate(VrClient client, PayloadMapper mapper, CommandNames names, BooleanSupplier handling,
			Duration requestTimeout, int maxCommandBytes, CommandObserver observer) {
		this.client = client;
		this.mapper = mapper;
		this.names = names;
		this.handling = handling;
		this.requestTimeout = requestTimeout;
		this.maxCommandBytes = maxCommandBytes;
		this.observer = observer;
		this.causalReads = new CausalReads(client, requestTimeout);
	}

	@Override
	public <R> CommandResult<R> executeForResult(Command<R> command) {
		return send(command, this.requestTimeout).await(this.requestTimeout.plus(MARGIN));
	}

	@Override
	public <R> CompletableFuture<CommandResult<R>> submit(Command<R> command) {
		return submit(command, this.requestTimeout);
	}

	@Override
	public <R> CompletableFuture<CommandResult<R>> submit(Command<R> command, Duration timeout) {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0,
				() -> "'timeout' must be positive, but is " + timeout.toMillis() + " ms");
		return send(command, timeout).future();
	}

	@Override
	public <R> QueryResult<R> queryForResult(Query<R> query, ReadOptions options) {
		return send(query, options).await(this.requestTimeout.plus(MARGIN));
	}

	@Override
	public <R> CompletableFuture<QueryResult<R>> submitQuery(Query<R> query, ReadOptions options) {
		return send(query, options).future();
	}

	private <R> PendingCall<CommandResult<R>> send(Command<R> command, Duration timeout) {
		checkNotHandling();
		Assert.notNull(command, "'command' must not be null");
		String name = this.names.nameOf(command.getClass());
		MessageType type = this.mapper.typeOf(HandlerKind.COMMAND, command.getClass());
		byte[] payload = this.mapper.encode(name, type, command);
		PendingCall<CommandResult<R>> call = new PendingCall<>(HandlerKind.COMMAND, name, this.observer);
		if (payload.length > this.maxCommandBytes) {
			return call.fail(tooLarge(HandlerKind.COMMAND, name, payload));
		}
		CompletableFuture<Reply> reply;
		try {
			reply = this.client.submit(payload, timeout);
		}
		catch (RuntimeException ex) {
			return call.fail(ex);
		}
		return call.follow(reply, (executed) -> result(name, type, executed));
	}

	private <R> PendingCall<QueryResult<R>> send(Query<R> query, ReadOptions options) {
		checkNotHandling();
		Assert.notNull(query, "'query' must not be null");
		ReadToken token = tokenOf(options);
		String name = this.names.nameOf(query.getClass());
		MessageType type = this.mapper.typeOf(HandlerKind.QUERY, query.getClass());
		byte[] payload = this.mapper.encode(name, type, query);
		PendingCall<QueryResult<R>> call = new PendingCall<>(HandlerKind.QUERY, name, this.observer);
		if (payload.length > this.maxCommandBytes) {
			return call.fail(tooLarge(HandlerKind.QUERY, name, payload));
		}
		CompletableFuture<QueryReply> reply;
		try {
			reply = (token != null) ? this.causalReads.read(payload, token)
					: this.client.query(payload, options.consistency(), 0, this.requestTimeout);
		}
		catch (RuntimeException ex) {
			return call.fail(ex);
		}
		return call.follow(reply, (answered) -> result(name, type, answered));
	}

	private <R> CommandResult<R> result(String name, MessageType type, Reply reply) {
		Viewstamp viewstamp = reply.viewstamp();
		try {
			R value = value(type, reply.result());
			ReadToken token = new ReadToken(reply.groupId(), viewstamp.epoch(), viewstamp.opNumber());
			return new CommandResult<>(value, viewstamp, token.encode());
		}
		catch (UnreadableJsonException ex) {
			throw new CommandOutcomeUnknownException(
					"The command '%s' was executed at %s, but its result cannot be read: %s".formatted(name, viewstamp,
							ex.getMessage()));
		}
	}

	private <R> QueryResult<R> result(String name, MessageType type, QueryReply reply) {
		try {
			R value = value(type, reply.result());
			ReadToken token = new ReadToken(reply.groupId(), reply.epoch(), reply.opNumber());
			return new QueryResult<>(value, reply.opNumber(), token.encode());
		}
		catch (UnreadableJsonException ex) {
			throw new CommandFailedException("unreadable-result",
					"The answer to the query '%s' cannot be read: %s".formatted(name, ex.getMessage()));
		}
	}

	/**
	 * The class of the message says what type its result has.
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	private <R> R value(MessageType type, byte[] result) {
		return (R) this.mapper.decodeResult(result, type);
	}

	private void checkNotHandling() {
		if (this.handling.getAsBoolean()) {
			throw new IllegalStateException(
					"A handler cannot send commands or queries: its replica would wait for itself."
							+ " Call the method that you need directly, or send the command from outside the handler");
		}
	}

	private CommandRejectedException tooLarge(HandlerKind kind, String name, byte[] payload) {
		return new CommandRejectedException(
				"The %s '%s' has %s bytes, but at most %s are accepted. Send less at once, or raise vr.limits.command-size"
					.formatted(kind, name, payload.length, this.maxCommandBytes),
				CommandRejectedException.Reason.TOO_LARGE);
	}

	private static @Nullable ReadToken tokenOf(ReadOptions options) {
		if (options.consistency() != Consistency.CAUSAL) {
			return null;
		}
		String token = options.token();
		if (token == null) {
			throw new IllegalArgumentException("A causal read needs a token. Use ReadOptions.causalAfter(token)");
		}
		return ReadToken.parse(token);
	}

}
