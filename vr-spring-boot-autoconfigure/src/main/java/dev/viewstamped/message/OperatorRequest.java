package dev.viewstamped.message;

import java.util.List;
import java.util.UUID;

/**
 * What an operator asks. It needs no session: a change is fenced by the epoch that it
 * expects, and asking twice for the same change is asking once.
 *
 * @param client identity of the client
 * @param number the client's number of the request
 * @param command what is asked
 * @param expectedEpoch the epoch that is to end; of no meaning to other commands
 * @param members addresses of the members of the new configuration; empty for other
 * commands
 */
public record OperatorRequest(UUID client, long number, OperatorCommand command, long expectedEpoch,
		List<String> members) implements ClientMessage {

	public OperatorRequest {
		members = List.copyOf(members);
	}

}
