package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupLocation;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a replica.
 *
 * @param memberId its member id
 * @param boot identity of this process: random, 128 bits, new with each start
 * @param configuration the configuration that it begins with: the first one, or that of
 * the group that was located
 * @param mayForm whether it takes part in forming a new group when no member has state
 * @param heartbeatIntervalNanos how often an idle primary says that it lives
 * @param viewChangeTimeoutNanos silence of the primary after which it is suspected
 * @param maxRequestsInFlight uncommitted entries that a primary takes before it is busy
 * @param maxBatch entries in one Prepare
 * @param maxBatchBytes payload bytes in one Prepare or NewState, if it has more than one
 * entry
 * @param clientWindow requests in flight per session
 * @param maxSessions sessions in the client table
 * @param maxReplyBytes bytes of results that the client table keeps
 * @param minSessionIdleNanos replicated time for which a session must have been idle
 * before another client may take its place
 * @param maxCommandBytes size of the largest command
 * @param checkpoints settings of checkpoints and of the log's length
 * @param located where the group was found to be before this life began, so that it
 * recovers as a member of that group, or follows it as a standby; {@code null} to form a
 * group or recover with the members of the first configuration
 * @param leases whether the primary answers reads on a lease, and backups grant it one
 */
public record ReplicaOptions(int memberId, UUID boot, Configuration configuration, boolean mayForm,
		long heartbeatIntervalNanos, long viewChangeTimeoutNanos, int maxRequestsInFlight, int maxBatch,
		int maxBatchBytes, int clientWindow, int maxSessions, long maxReplyBytes, long minSessionIdleNanos,
		int maxCommandBytes, CheckpointOptions checkpoints, @Nullable GroupLocation located, boolean leases) {

	public ReplicaOptions {
		boolean standby = located != null && located.membership().standby(memberId) != null;
		if (!standby && !configuration.contains(memberId)) {
			throw new IllegalArgumentException("Member " + memberId + " is not in " + configuration.members());
		}
	}

	public ReplicaOptions(int memberId, UUID boot, Configuration configuration, boolean mayForm,
			long heartbeatIntervalNanos, long viewChangeTimeoutNanos, int maxRequestsInFlight, int maxBatch,
			int maxBatchBytes, int clientWindow, int maxSessions, long maxReplyBytes, long minSessionIdleNanos,
			int maxCommandBytes, CheckpointOptions checkpoints) {
		this(memberId, boot, configuration, mayForm, heartbeatIntervalNanos, viewChangeTimeoutNanos,
				maxRequestsInFlight, maxBatch, maxBatchBytes, clientWindow, maxSessions, maxReplyBytes,
				minSessionIdleNanos, maxCommandBytes, checkpoints, null, false);
	}

	/**
	 * Settings of a life in a group that was located, which never takes part in forming a
	 * new one.
	 * @param location where the group is
	 * @param id the id there, of a member or of a standby
	 * @param newBoot identity of that life
	 * @return the settings
	 */
	public ReplicaOptions inGroup(GroupLocation location, int id, UUID newBoot) {
		return new ReplicaOptions(id, newBoot, location.membership().configuration(), false,
				this.heartbeatIntervalNanos, this.viewChangeTimeoutNanos, this.maxRequestsInFlight, this.maxBatch,
				this.maxBatchBytes, this.clientWindow, this.maxSessions, this.maxReplyBytes, this.minSessionIdleNanos,
				this.maxCommandBytes, this.checkpoints, location, this.leases);
	}

	/**
	 * Settings of a further life of the replica in the same process, which has given up
	 * the state that it had: it takes no part in forming a new group.
	 * @param boot identity of that life
	 * @return the settings
	 */
	public ReplicaOptions ofNextLife(UUID boot) {
		return new ReplicaOptions(this.memberId, boot, this.configuration, false, this.heartbeatIntervalNanos,
				this.viewChangeTimeoutNanos, this.maxRequestsInFlight, this.maxBatch, this.maxBatchBytes,
				this.clientWindow, this.maxSessions, this.maxReplyBytes, this.minSessionIdleNanos, this.maxCommandBytes,
				this.checkpoints, this.located, this.leases);
	}

	/**
	 * These settings with or without leases.
	 * @param allowed whether the primary answers reads on a lease
	 * @return the settings
	 */
	public ReplicaOptions withLeases(boolean allowed) {
		return new ReplicaOptions(this.memberId, this.boot, this.configuration, this.mayForm,
				this.heartbeatIntervalNanos, this.viewChangeTimeoutNanos, this.maxRequestsInFlight, this.maxBatch,
				this.maxBatchBytes, this.clientWindow, this.maxSessions, this.maxReplyBytes, this.minSessionIdleNanos,
				this.maxCommandBytes, this.checkpoints, this.located, allowed);
	}

	/**
	 * How long a lease is: short enough to have ended when the silence of a primary makes
	 * its backups leave its view, so that nobody waits for it.
	 * @return nanoseconds; 0 without leases
	 */
	public long leaseNanos() {
		return this.leases ? this.viewChangeTimeoutNanos / 2 : 0;
	}

}
