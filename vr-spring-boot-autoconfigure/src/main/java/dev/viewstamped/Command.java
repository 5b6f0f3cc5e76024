package dev.viewstamped;

/**
 * A change of the replicated state, sent to every replica and executed by all of them in
 * the same order. Implementations are values (records, as a rule) that Jackson can write
 * and read.
 *
 * @param <R> the type of the result
 */
@SuppressWarnings("unused")
public interface Command<R> {

}
