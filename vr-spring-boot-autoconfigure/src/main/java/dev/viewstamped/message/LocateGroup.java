package dev.viewstamped.message;

import java.util.UUID;

/**
 * Asks where the group is now (§7.4). Answered by members, standbys and replicas that
 * were replaced.
 *
 * @param client identity of the asking process as a client
 */
public record LocateGroup(UUID client) implements ClientMessage {

}
