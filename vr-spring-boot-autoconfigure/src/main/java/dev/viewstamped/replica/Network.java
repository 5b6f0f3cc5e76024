package dev.viewstamped.replica;

import java.util.List;
import java.util.Set;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
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

	/**
	 * The other replicas that messages are exchanged with from now on: the members of the
	 * configuration and of the one before, and the standbys. Told at the start if they
	 * are not those of the first configuration, and whenever they change.
	 * @param others all of them but this one, by ascending id
	 */
	default void exchangeWith(List<Member> others) {
	}

	/**
	 * As {@link #exchangeWith(List)}, where it is known who of them was replaced.
	 * @param others all of them but this one, by ascending id
	 * @param former ids of those that are members of the configuration before only: once
	 * they are gone, they are looked for rarely
	 */
	default void exchangeWith(List<Member> others, Set<Integer> former) {
		exchangeWith(others);
	}

}
