package dev.viewstamped.replica;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;

/**
 * Where a replica's messages go. The network may lose, delay, repeat and reorder them.
 * Neither method blocks or throws.
 */
public interface Network {

	/**
	 * Send a message to another member.
	 * @param memberId the member
	 * @param message the message
	 */
	void send(int memberId, PeerMessage message);

	/**
	 * Send a message to a client.
	 * @param origin where the client's message came from
	 * @param message the message
	 */
	void reply(long origin, ClientMessage message);

}
