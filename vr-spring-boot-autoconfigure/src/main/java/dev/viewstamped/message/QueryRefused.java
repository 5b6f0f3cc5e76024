package dev.viewstamped.message;

import java.util.UUID;

/**
 * A query that this replica does not answer now.
 *
 * @param client identity of the client
 * @param queryNumber the number of the query
 * @param reason why
 */
public record QueryRefused(UUID client, long queryNumber, Refused.Reason reason) implements ClientMessage {

}
