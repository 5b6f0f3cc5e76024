package dev.viewstamped.message;

import java.util.UUID;

/**
 * Where a group is now (§7.4).
 *
 * @param groupId the group
 * @param membership who takes part in it
 * @param view a view of its latest epoch, maybe not the latest
 */
public record GroupLocation(UUID groupId, Membership membership, long view) {

}
