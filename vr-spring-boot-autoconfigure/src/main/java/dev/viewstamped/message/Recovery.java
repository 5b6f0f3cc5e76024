package dev.viewstamped.message;

import java.util.UUID;

/**
 * RECOVERY (§4.3 step 1), the second round in memory mode.
 *
 * @param header the sender, with its new incarnation
 * @param nonce marks the answers
 * @param crashVector the incarnations that the sender learned, its own included
 */
public record Recovery(Header header, UUID nonce, CrashVector crashVector) implements PeerMessage {

}
