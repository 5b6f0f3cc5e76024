package dev.viewstamped;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Operations of a client of the replica group (VR Revisited §4.1 and §4.5). Works the
 * same on every replica, primary or not, and in an application that has no replica of its
 * own. All methods may be called from any thread but a handler's: inside a handler they
 * throw {@link IllegalStateException}.
 * <p>
 * Futures complete on a thread of the client and fail with the same exceptions that the
 * blocking methods throw.
 */
public interface VrOperations {

	/**
	 * Execute a command exactly once and wait for its result.
	 * @param command the command
	 * @param <R> the type of the result
	 * @return what the handler returned
	 * @throws CommandRejectedException if the command did not happen: busy or too large
	 * @throws ReplicaUnavailableException if the command did not happen: no primary known
	 * in time
	 * @throws CommandOutcomeUnknownException if the command may have happened
	 * @throws CommandFailedException if the command ran and its handler threw
	 */
	default <R> R execute(Command<R> command) {
		return executeForResult(command).value();
	}

	/**
	 * Execute a command exactly once and wait for its result and position.
	 * @param command the command
	 * @param <R> the type of the result
	 * @return what the handler returned, with the command's viewstamp and a token
	 * @throws CommandRejectedException if the command did not happen: busy or too large
	 * @throws ReplicaUnavailableException if the command did not happen: no primary known
	 * in time
	 * @throws CommandOutcomeUnknownException if the command may have happened
	 * @throws CommandFailedException if the command ran and its handler threw
	 */
	<R> CommandResult<R> executeForResult(Command<R> command);

	/**
	 * Execute a command exactly once without waiting.
	 * @param command the command
	 * @param <R> the type of the result
	 * @return the result to come; cancelling it does not cancel the command
	 */
	<R> CompletableFuture<CommandResult<R>> submit(Command<R> command);

	/**
	 * Execute a command exactly once without waiting.
	 * @param command the command
	 * @param timeout how long to wait before the outcome is unknown
	 * @param <R> the type of the result
	 * @return the result to come; cancelling it does not cancel the command
	 */
	<R> CompletableFuture<CommandResult<R>> submit(Command<R> command, Duration timeout);

	/**
	 * Answer a query linearizably.
	 * @param query the query
	 * @param <R> the type of the result
	 * @return what the handler returned
	 * @throws ReplicaUnavailableException if the query could not be answered in time
	 * @throws CommandRejectedException if the query was refused: busy or too large
	 * @throws CommandFailedException if the query's handler threw
	 */
	default <R> R query(Query<R> query) {
		return query(query, ReadOptions.linearizable());
	}

	/**
	 * Answer a query.
	 * @param query the query
	 * @param options how fresh the answer must be
	 * @param <R> the type of the result
	 * @return what the handler returned
	 * @throws ReplicaUnavailableException if the query could not be answered in time
	 * @throws CommandRejectedException if the query was refused: busy or too large
	 * @throws CommandFailedException if the query's handler threw
	 */
	default <R> R query(Query<R> query, ReadOptions options) {
		return queryForResult(query, options).value();
	}

	/**
	 * Answer a query, and say which state it was answered from.
	 * @param query the query
	 * @param options how fresh the answer must be
	 * @param <R> the type of the result
	 * @return what the handler returned, with a token of the state that it saw
	 * @throws ReplicaUnavailableException if the query could not be answered in time
	 * @throws CommandRejectedException if the query was refused: busy or too large
	 * @throws CommandFailedException if the query's handler threw
	 */
	<R> QueryResult<R> queryForResult(Query<R> query, ReadOptions options);

	/**
	 * Answer a query without waiting.
	 * @param query the query
	 * @param options how fresh the answer must be
	 * @param <R> the type of the result
	 * @return the result to come
	 */
	<R> CompletableFuture<QueryResult<R>> submitQuery(Query<R> query, ReadOptions options);

}
