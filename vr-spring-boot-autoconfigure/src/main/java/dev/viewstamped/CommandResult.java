package dev.viewstamped;

import org.jspecify.annotations.Nullable;

/**
 * Result of an executed command.
 *
 * @param value what the handler returned
 * @param viewstamp identity of the command's log entry
 * @param token opaque token of the state after the command, for
 * {@link ReadOptions#causalAfter causal reads}
 * @param <R> the type of the value
 */
public record CommandResult<R extends @Nullable Object>(R value, Viewstamp viewstamp, String token) {

}
