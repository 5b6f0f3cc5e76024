package dev.viewstamped.message;

/**
 * GETSTATE (§5.2): asks for entries. Changes nothing at its sender.
 *
 * @param header the sender
 * @param fromOpNumber the first op-number asked for
 */
public record GetState(Header header, long fromOpNumber) implements PeerMessage {

}
