package dev.viewstamped.message;

import java.util.UUID;

/**
 * First boot: a process without state asks another one whether it has state.
 *
 * @param header the sender
 * @param boot identity of the sender's process
 * @param nonce marks the answer
 */
public record Hello(Header header, UUID boot, UUID nonce) implements PeerMessage {

}
