package dev.viewstamped.message;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * RECOVERYRESPONSE (§4.3 step 2), from a member whose status is normal.
 *
 * @param header the sender
 * @param nonce the nonce of the request
 * @param crashVector the incarnations that the sender knows
 * @param history the viewstamps of the log, from the primary only
 * @param commitNumber the sender's commit-number
 */
public record RecoveryResponse(Header header, UUID nonce, CrashVector crashVector, @Nullable History history,
		long commitNumber) implements PeerMessage {

}
