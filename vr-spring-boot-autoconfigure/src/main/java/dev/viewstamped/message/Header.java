package dev.viewstamped.message;

import java.util.UUID;

/**
 * What every message between replicas says of its sender.
 *
 * @param groupId identity of the group, made when it was formed; {@link #NO_GROUP} while
 * the sender belongs to none
 * @param epoch number of the sender's configuration
 * @param view the sender's view
 * @param from the sender's member id
 * @param incarnation number of the sender's life: grows with each restart in memory mode
 */
public record Header(UUID groupId, long epoch, long view, int from, long incarnation) {

	/**
	 * Stands for no group.
	 */
	public static final UUID NO_GROUP = new UUID(0, 0);

}
