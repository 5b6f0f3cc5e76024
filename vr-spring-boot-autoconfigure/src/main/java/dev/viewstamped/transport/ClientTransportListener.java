package dev.viewstamped.transport;

import dev.viewstamped.message.ClientMessage;

/**
 * Takes what a {@link ClientTransport} receives. Called on threads of the transport, by
 * several at a time; must neither block nor throw.
 */
public interface ClientTransportListener {

	/**
	 * Called with a message of a member.
	 * @param target the member's id
	 * @param message the message
	 * @return {@code false} if there was no room for it
	 */
	boolean onMessage(int target, ClientMessage message);

	/**
	 * Called when a thread that may have called the other methods waits for more to
	 * arrive. Nothing that it has handed over needs to be looked at before.
	 */
	void onRead();

}
