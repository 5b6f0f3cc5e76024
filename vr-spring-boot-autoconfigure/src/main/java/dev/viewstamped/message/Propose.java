package dev.viewstamped.message;

import java.util.List;
import java.util.UUID;

/**
 * First boot: the member with the lowest id proposes the group of the header.
 *
 * @param header the coordinator, with the new group's identity
 * @param boots the process of each member, by ascending member id
 * @param tokens the latest token of each member, by ascending member id
 */
public record Propose(Header header, List<UUID> boots, List<UUID> tokens) implements PeerMessage {

}
