package dev.viewstamped.runtime;

import java.util.List;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.storage.StorageReport;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.TransportCounters;

import org.jspecify.annotations.Nullable;

/**
 * A node at one moment.
 *
 * @param group the group's name
 * @param replica the replica; {@code null} in an application that is only a client
 * @param primary member id of the primary, -1 while unknown
 * @param condition what keeps the node from serving, if anything
 * @param links the links to other members, in the order of the configuration
 * @param counters what the transport has counted
 * @param storage what the replica keeps on disk; {@code null} in memory mode and in an
 * application that is only a client
 */
public record NodeReport(String group, @Nullable ReplicaReport replica, int primary, @Nullable Condition condition,
		List<LinkReport> links, TransportCounters counters, @Nullable StorageReport storage) {

}
