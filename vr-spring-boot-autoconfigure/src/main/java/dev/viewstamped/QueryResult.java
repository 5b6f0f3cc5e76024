package dev.viewstamped;

import org.jspecify.annotations.Nullable;

/**
 * Result of a query.
 *
 * @param value what the handler returned
 * @param opNumber op-number of the last command that the answering replica had executed
 * @param token opaque token of the state that the query saw, for
 * {@link ReadOptions#causalAfter causal reads}
 * @param <R> the type of the value
 */
public record QueryResult<R extends @Nullable Object>(R value, long opNumber, String token) {

}
