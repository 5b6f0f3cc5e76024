package dev.viewstamped.message;

/**
 * Carries a client's message from the replica that took it to the primary, or the answer
 * back.
 *
 * @param header the sender
 * @param message what the client, or the primary, said
 */
public record Forward(Header header, ClientMessage message) implements PeerMessage {

}
