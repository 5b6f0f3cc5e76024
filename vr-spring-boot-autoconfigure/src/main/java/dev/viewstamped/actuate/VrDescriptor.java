package dev.viewstamped.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The whole of {@code /actuator/vr}. What an application that is only a client does not
 * know is {@code null}, and so left out.
 *
 * @param group the group's name
 * @param groupId identity of the group in 32 hex digits, if there is one
 * @param memberId this member's id
 * @param role this member's role
 * @param status this member's status
 * @param view this member's view
 * @param epoch this member's epoch
 * @param primary the primary, if it is known
 * @param opNumber op-number of the last log entry
 * @param commitNumber op-number of the last entry known to be committed
 * @param checkpointNumber op-number of the latest checkpoint
 * @param storage where promises are kept
 * @param condition what keeps this member from serving, if anything
 * @param configuration the members of the group
 * @param standbys the replicas that follow without a vote and can become members;
 * {@code null} if there is none
 * @param quorum how many members are in contact
 * @param checkpoint the latest checkpoint
 * @param log what is kept of the log
 * @param journal the journal on disk; {@code null} in memory mode
 * @param transfer the checkpoint that is being fetched from another member, if any
 * @param peers the other members
 * @param controllers what changes the group by itself, if anything does
 */
public record VrDescriptor(String group, @Nullable String groupId, @Nullable Integer memberId, @Nullable String role,
		@Nullable String status, @Nullable Long view, @Nullable Long epoch, @Nullable MemberDescriptor primary,
		@Nullable Long opNumber, @Nullable Long commitNumber, @Nullable Long checkpointNumber, @Nullable String storage,
		@Nullable ConditionDescriptor condition, @Nullable List<MemberDescriptor> configuration,
		@Nullable List<MemberDescriptor> standbys, @Nullable QuorumDescriptor quorum,
		@Nullable CheckpointDescriptor checkpoint, @Nullable LogDescriptor log, @Nullable JournalDescriptor journal,
		@Nullable TransferDescriptor transfer, List<PeerDescriptor> peers,
		@Nullable List<ControllerDescriptor> controllers) implements OperationResponseBody {

	/**
	 * A member of the group.
	 *
	 * @param memberId the member
	 * @param address where it is reached, if that is known
	 */
	public record MemberDescriptor(int memberId, @Nullable String address) {

	}

	/**
	 * What changes the group by itself.
	 *
	 * @param name name of the controller
	 * @param lastAction what it has done last, if it has done anything here
	 * @param blocked what keeps it from what there is to do, if anything does
	 */
	public record ControllerDescriptor(String name, @Nullable String lastAction,
			@Nullable ConditionDescriptor blocked) {

	}

	/**
	 * What keeps this member from serving.
	 *
	 * @param code one of the codes of {@link dev.viewstamped.replica.Condition}
	 * @param message what was found, and what to do about it
	 */
	public record ConditionDescriptor(String code, String message) {

	}

	/**
	 * How many members are in contact.
	 *
	 * @param size members of the group
	 * @param needed members that make a quorum
	 * @param reachable members heard within the view-change timeout, this one included
	 */
	public record QuorumDescriptor(int size, int needed, int reachable) {

	}

	/**
	 * A checkpoint of the state.
	 *
	 * @param opNumber op-number of the last command in it
	 * @param digest digest of the state in hex
	 * @param ageMillis time since it was completed; {@code null} if there is none yet
	 */
	public record CheckpointDescriptor(long opNumber, String digest, @Nullable Long ageMillis) {

	}

	/**
	 * What is kept of the log in memory.
	 *
	 * @param firstOpNumber op-number of the first entry that is kept
	 * @param entries how many entries are kept
	 * @param bytes memory that they take
	 */
	public record LogDescriptor(long firstOpNumber, long entries, long bytes) {

	}

	/**
	 * The journal on disk, and the checkpoint files beside it.
	 *
	 * @param directory where they are
	 * @param bytes bytes of the journal
	 * @param segments files of the journal
	 * @param syncs synchronizations of the journal since the start
	 * @param lastSyncMillis how long the last one took
	 * @param checkpointNumber op-number of the latest checkpoint file, 0 if there is none
	 * @param checkpointBytes its size
	 */
	public record JournalDescriptor(String directory, long bytes, int segments, long syncs, double lastSyncMillis,
			long checkpointNumber, long checkpointBytes) {

	}

	/**
	 * A checkpoint that is being fetched from another member.
	 *
	 * @param opNumber op-number of the last command in it
	 * @param percent part of it that is here, as far as it is known
	 * @param bytes bytes that came
	 * @param from the member that is asked
	 */
	public record TransferDescriptor(long opNumber, double percent, long bytes, int from) {

	}

	/**
	 * Another member, as seen from here; from a client, what is at an address that it was
	 * given.
	 *
	 * @param memberId the member; {@code null} while a client does not know who is there
	 * @param address the address that a client dials; {@code null} in a replica, whose
	 * configuration tells it
	 * @param connected whether messages can be sent to it
	 * @param lag ops that it has not acknowledged; known at the primary only
	 * @param roundTripMillis time from a ping to its answer, if there was one
	 */
	public record PeerDescriptor(@Nullable Integer memberId, @Nullable String address, boolean connected,
			@Nullable Long lag, @Nullable Double roundTripMillis) {

	}

}
