package dev.viewstamped.message;

/**
 * First boot: the sender consents to the group of the header.
 *
 * @param header the sender, with the new group's identity
 */
public record Consent(Header header) implements PeerMessage {

}
