package dev.viewstamped.runtime;

import java.util.List;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;

import org.jspecify.annotations.Nullable;

/**
 * A node at one moment.
 *
 * @param group the group's name
 * @param replica the replica; {@code null} in an application that is only a client
 * @param primary for a client, member id of the primary, -1 while unknown
 * @param condition what keeps the node from serving, if anything
 * @param links the links to other members, in the order of the configuration
 * @param counters what the transport has counted
 */
public record NodeReport(String group, @Nullable ReplicaReport replica, int primary, @Nullable Condition condition,
		List<LinkReport> links, TransportCounters counters) {

	/**
	 * The link to another member.
	 *
	 * @param memberId the member
	 * @param address the address dialled last
	 * @param connected whether messages can be sent to it
	 * @param problem what is wrong with the link, for example {@code connection refused};
	 * {@code null} if nothing is
	 */
	public record LinkReport(int memberId, String address, boolean connected, @Nullable String problem) {

	}

	/**
	 * What the transport has counted since the start.
	 *
	 * @param sent messages sent
	 * @param received messages received
	 * @param dropped messages dropped because a queue was full or a link was down
	 * @param malformed frames and handshakes refused
	 */
	public record TransportCounters(long sent, long received, long dropped, long malformed) {

	}

}
