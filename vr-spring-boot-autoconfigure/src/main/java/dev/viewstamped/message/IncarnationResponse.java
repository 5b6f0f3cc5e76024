package dev.viewstamped.message;

import java.util.UUID;

/**
 * Answer to {@link IncarnationRequest}, from a member that has state.
 *
 * @param header the sender
 * @param nonce the nonce of the request
 * @param crashVector the incarnations that the sender knows
 */
public record IncarnationResponse(Header header, UUID nonce, CrashVector crashVector) implements PeerMessage {

}
