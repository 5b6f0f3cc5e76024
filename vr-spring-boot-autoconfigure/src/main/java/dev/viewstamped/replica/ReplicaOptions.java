package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.message.Configuration;

/**
 * Settings of a replica.
 *
 * @param memberId its member id
 * @param boot identity of this process: random, 128 bits, new with each start
 * @param configuration the first configuration
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
 */
public record ReplicaOptions(int memberId, UUID boot, Configuration configuration, boolean mayForm,
		long heartbeatIntervalNanos, long viewChangeTimeoutNanos, int maxRequestsInFlight, int maxBatch,
		int maxBatchBytes, int clientWindow, int maxSessions, long maxReplyBytes, long minSessionIdleNanos,
		int maxCommandBytes, CheckpointOptions checkpoints) {

	public ReplicaOptions {
		if (!configuration.contains(memberId)) {
			throw new IllegalArgumentException("Member " + memberId + " is not in " + configuration.members());
		}
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
				this.checkpoints);
	}

}
