package dev.viewstamped.client;

import java.util.List;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;

/**
 * Where a client's messages go. A target is a replica that the client can talk to: in a
 * replica's own process there is one, target 0; else there is one for each address that
 * the client was given, or has found. Those need not be all the members, nor in their
 * order, and two may lead to the same member.
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
	 * Which member is at the target, as it has proven when it was connected last.
	 * @param target the target
	 * @return its member id; -1 while it is not known, and in a replica's own process,
	 * where the only target is right for everything
	 */
	int memberId(int target);

	/**
	 * Have targets for these members too. Targets that an earlier call has added and that
	 * lead to none of them are not connected any more, and their places may be given to
	 * others; the targets of the beginning stay. Nothing to do in a replica's own
	 * process.
	 * @param members the members of the group's latest configuration
	 */
	default void follow(List<Member> members) {
	}

	/**
	 * Send a message, at most once.
	 * @param target the target
	 * @param message the message
	 * @return {@code false} if the message was certainly not sent
	 */
	boolean send(int target, ClientMessage message);

}
