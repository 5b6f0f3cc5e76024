package dev.viewstamped.transport;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;

/**
 * Takes what a {@link ReplicaTransport} receives. Called on threads of the transport, by
 * several at a time; must neither block nor throw.
 */
public interface TransportListener {

	/**
	 * Called with a message of another member, which has proven to be the one in the
	 * message's header.
	 * @param message the message
	 * @return {@code false} if there was no room for it
	 */
	boolean onPeerMessage(PeerMessage message);

	/**
	 * Called with a message of a client.
	 * @param link the link that answers must take
	 * @param message the message
	 * @return {@code false} if there was no room for it
	 */
	boolean onClientMessage(long link, ClientMessage message);

	/**
	 * Called when a client's link is gone.
	 * @param link the link
	 */
	void onClientClosed(long link);

	/**
	 * Called when the link to a member was lost and no process listens at its address any
	 * more. A hint: the member may be back at any time.
	 * @param memberId the member
	 */
	void onPeerGone(int memberId);

	/**
	 * Called when a replica can be sent to that is not among those that messages are
	 * exchanged with, and every few seconds while it can: it takes part in another epoch,
	 * and this replica or that one has not heard of the later one. It is not dialled, so
	 * nothing is received from it.
	 * @param memberId its id
	 */
	default void onStranger(int memberId) {
	}

	/**
	 * Called when a newer process has taken this member's place.
	 * @param why what was found, and what to do about it
	 */
	void onSuperseded(String why);

	/**
	 * Called when a thread that may have called the other methods waits for more to
	 * arrive. Nothing that it has handed over needs to be looked at before.
	 */
	void onRead();

}
