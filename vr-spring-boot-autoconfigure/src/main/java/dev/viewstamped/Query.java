package dev.viewstamped;

/**
 * A question about the replicated state that changes nothing and is answered by one
 * replica. Implementations are values (records, as a rule) that Jackson can write and
 * read.
 *
 * @param <R> the type of the result
 */
@SuppressWarnings("unused")
public interface Query<R> {

}
