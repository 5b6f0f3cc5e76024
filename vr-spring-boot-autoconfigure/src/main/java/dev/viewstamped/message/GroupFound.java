package dev.viewstamped.message;

import java.util.UUID;

/**
 * Answer to {@link LocateGroup} (NEWEPOCH, §7.4), and to {@link Join} once the address is
 * that of a member, or of a standby that is the asking process.
 *
 * @param client identity of the asking process as a client
 * @param location the group, as far as the answering replica knows
 */
public record GroupFound(UUID client, GroupLocation location) implements ClientMessage {

}
