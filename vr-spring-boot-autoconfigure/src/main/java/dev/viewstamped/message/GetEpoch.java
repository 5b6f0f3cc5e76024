package dev.viewstamped.message;

/**
 * Asks a member that is in a later epoch how it began. Changes nothing at its sender.
 *
 * @param header the sender, in its own epoch
 */
public record GetEpoch(Header header) implements PeerMessage {

}
