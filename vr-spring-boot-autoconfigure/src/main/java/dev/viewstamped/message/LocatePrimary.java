package dev.viewstamped.message;

import java.util.UUID;

/**
 * A client asks where the primary is.
 *
 * @param client identity of the client
 */
public record LocatePrimary(UUID client) implements ClientMessage {

}
