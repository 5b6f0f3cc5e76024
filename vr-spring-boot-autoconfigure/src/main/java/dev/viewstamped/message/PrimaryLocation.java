package dev.viewstamped.message;

import java.util.UUID;

/**
 * Answer to {@link LocatePrimary}.
 *
 * @param groupId the group
 * @param client identity of the client
 * @param epoch the answering replica's epoch
 * @param view the answering replica's view
 * @param primary member id of the primary, -1 while the replica knows none
 */
public record PrimaryLocation(UUID groupId, UUID client, long epoch, long view, int primary) implements ClientMessage {

}
