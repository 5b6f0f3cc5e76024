package dev.viewstamped.message;

import java.util.UUID;

/**
 * First round of recovery in memory mode: a process without state asks which incarnations
 * of its member are known.
 *
 * @param header the sender
 * @param nonce marks the answers
 */
public record IncarnationRequest(Header header, UUID nonce) implements PeerMessage {

}
