package dev.viewstamped.message;

import java.util.UUID;

/**
 * REQUEST (§4.1 step 1).
 *
 * @param groupId the group that the session belongs to; {@link Header#NO_GROUP} to
 * register
 * @param client identity of the client
 * @param session the session, 0 to register
 * @param requestNumber the client's number of the request, 0 to register
 * @param acknowledged every request of the client up to this number is finished
 * @param attempt number of this transmission of the request, from 1
 * @param operation what is asked for
 * @param payload the command
 */
public record Request(UUID groupId, UUID client, long session, long requestNumber, long acknowledged, int attempt,
		Operation operation, byte[] payload) implements ClientMessage {

}
