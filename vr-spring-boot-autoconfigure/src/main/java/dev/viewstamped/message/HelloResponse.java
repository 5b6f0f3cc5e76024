package dev.viewstamped.message;

import java.util.UUID;

/**
 * Answer to {@link Hello}.
 *
 * @param header the sender; its group is the one it belongs to or has consented to
 * @param nonce the nonce of the request
 * @param boot identity of the sender's process
 * @param token made for this answer; a proposal must bring the latest one back
 * @param standing what the sender has
 * @param mayForm whether the sender takes part in forming a new group
 */
public record HelloResponse(Header header, UUID nonce, UUID boot, UUID token, Standing standing,
		boolean mayForm) implements PeerMessage {

}
