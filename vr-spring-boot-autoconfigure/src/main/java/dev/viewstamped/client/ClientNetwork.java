package dev.viewstamped.client;

import dev.viewstamped.message.ClientMessage;

/**
 * Where a client's messages go. A target is a replica that the client can talk to: in a
 * replica's own process there is one, target 0; else there is one for each member, by
 * member id.
 */
public interface ClientNetwork {

	/**
	 * Number of targets.
	 * @return the number
	 */
	int targets();

	/**
	 * Whether a message can be sent to the target now.
	 * @param target the target
	 * @return {@code true} if it can
	 */
	boolean isConnected(int target);

	/**
	 * Send a message, at most once.
	 * @param target the target
	 * @param message the message
	 * @return {@code false} if the message was certainly not sent
	 */
	boolean send(int target, ClientMessage message);

}
