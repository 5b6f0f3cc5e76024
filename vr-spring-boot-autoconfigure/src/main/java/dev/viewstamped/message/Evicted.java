package dev.viewstamped.message;

import java.util.UUID;

/**
 * The group does not know the session: requests sent in it and not answered have an
 * unknown outcome.
 *
 * @param groupId the group
 * @param client identity of the client
 * @param session the session
 */
public record Evicted(UUID groupId, UUID client, long session) implements ClientMessage {

}
