package dev.viewstamped.message;

/**
 * First boot: the group of the header will never be.
 *
 * @param header the coordinator, with the withdrawn group's identity
 */
public record Withdraw(Header header) implements PeerMessage {

}
