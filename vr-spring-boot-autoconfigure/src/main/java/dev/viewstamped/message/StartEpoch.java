package dev.viewstamped.message;

/**
 * STARTEPOCH (§7.1): a new epoch has begun, since the reconfiguration that ends the one
 * before is committed. Sent to the members of the new epoch and of the old one, and as
 * the answer to any message of an earlier epoch and to {@link GetEpoch}. What the paper
 * calls NEWEPOCH is the same to a replica; clients get {@link GroupFound}.
 *
 * @param header the sender, in the new epoch
 * @param membership the new and the old configuration, and how the epoch begins
 * @param history the viewstamps of the log up to the reconfiguration; all of it is
 * committed
 */
public record StartEpoch(Header header, Membership membership, History history) implements PeerMessage {

}
