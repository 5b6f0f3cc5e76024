package dev.viewstamped.replica;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * A replica at one moment, for operators, health and metrics.
 *
 * @param groupId identity of the group; {@code Header.NO_GROUP} while there is none
 * @param memberId the replica's member id
 * @param role its role
 * @param status its status
 * @param view its view
 * @param primary member id of the primary, -1 while unknown
 * @param opNumber op-number of its last log entry
 * @param commitNumber op-number of the last entry that it knows to be committed
 * @param executedNumber op-number of the last entry that it has executed
 * @param configuration the members
 * @param quorumNeeded how many members make a quorum
 * @param quorumReachable how many members, itself included, take part in the group and
 * were heard within the view-change timeout
 * @param condition what keeps it from serving, if anything
 * @param peers the other members
 * @param viewChanges how many views it has entered since it started
 * @param pendingRequests log entries that are not committed yet
 * @param sessions open client sessions
 * @param firstOpNumber op-number of the first log entry that it keeps, or will keep
 * @param logBytes memory that the log takes
 * @param checkpoints its checkpoints
 * @param transfer the checkpoint that it fetches from the others, if any
 * @param transferredPages pages, or parts of large ones, that came from the others since
 * the replica was created
 * @param transferredBytes bytes of them
 * @param dropped messages that were dropped, because they came from another group or a
 * dead incarnation
 * @param formedGroup whether this process took part in forming the group, so that the
 * group began without state
 * @param change how far the latest change of the group is, as this replica knows it
 * @param oldConfiguration the members of the epoch before; {@code null} in epoch 0
 * @param standbys the replicas that follow without a vote
 */
public record ReplicaReport(UUID groupId, int memberId, Role role, Status status, long view, int primary, long opNumber,
		long commitNumber, long executedNumber, Configuration configuration, int quorumNeeded, int quorumReachable,
		@Nullable Condition condition, List<PeerReport> peers, long viewChanges, long pendingRequests, int sessions,
		long firstOpNumber, long logBytes, CheckpointReport checkpoints, @Nullable TransferReport transfer,
		long transferredPages, long transferredBytes, long dropped, boolean formedGroup, GroupChange change,
		@Nullable Configuration oldConfiguration, List<Standby> standbys) {

	/**
	 * A report of a replica of a group that has never changed.
	 */
	public ReplicaReport(UUID groupId, int memberId, Role role, Status status, long view, int primary, long opNumber,
			long commitNumber, long executedNumber, Configuration configuration, int quorumNeeded, int quorumReachable,
			@Nullable Condition condition, List<PeerReport> peers, long viewChanges, long pendingRequests, int sessions,
			long firstOpNumber, long logBytes, CheckpointReport checkpoints, @Nullable TransferReport transfer,
			long transferredPages, long transferredBytes, long dropped, boolean formedGroup) {
		this(groupId, memberId, role, status, view, primary, opNumber, commitNumber, executedNumber, configuration,
				quorumNeeded, quorumReachable, condition, peers, viewChanges, pendingRequests, sessions, firstOpNumber,
				logBytes, checkpoints, transfer, transferredPages, transferredBytes, dropped, formedGroup,
				new GroupChange(configuration.epoch(), GroupChange.Phase.NONE, List.of(), null), null, List.of());
	}

	/**
	 * Whether the replica is normal, has executed what it recovered, and is in contact
	 * with a quorum.
	 * @return {@code true} if it can serve
	 */
	public boolean available() {
		boolean recovering = this.condition != null && this.condition.code().equals(Condition.RECOVERING);
		return this.status == Status.NORMAL && this.quorumReachable >= this.quorumNeeded && !recovering;
	}

}
