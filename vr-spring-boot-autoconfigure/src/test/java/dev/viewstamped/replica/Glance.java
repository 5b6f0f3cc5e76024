package dev.viewstamped.replica;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Sees at a glance whether a step has changed anything in a replica that checkers look
 * at, so that they need not look again: most steps only take note of the time. Apart from
 * the replica's clock, which a report reads, too, nothing here changes the replica.
 */
public final class Glance {

	private static final int NUMBERS = 17;

	private static final int OBJECTS = 9;

	private final ReplicaState state;

	private final Execution execution;

	private final Checkpoints checkpoints;

	private final StateTransfer stateTransfer;

	private final Reconfiguration reconfiguration;

	private final Reporting reporting;

	private final Conditions conditions;

	private long[] numbers = new long[NUMBERS];

	private long[] numbersBefore = new long[NUMBERS];

	private @Nullable Object[] objects = new Object[OBJECTS];

	private @Nullable Object[] objectsBefore = new Object[OBJECTS];

	/**
	 * Begin to look at a replica.
	 * @param replica the replica
	 */
	public Glance(Replica replica) {
		this.state = Inside.OfReplica.read(replica, "state", ReplicaState.class);
		this.execution = Inside.OfReplica.read(replica, "execution", Execution.class);
		this.checkpoints = Inside.OfReplica.read(replica, "checkpoints", Checkpoints.class);
		this.stateTransfer = Inside.OfReplica.read(replica, "stateTransfer", StateTransfer.class);
		this.reconfiguration = Inside.OfReplica.read(replica, "reconfiguration", Reconfiguration.class);
		this.reporting = Inside.OfReplica.read(replica, "reporting", Reporting.class);
		this.conditions = Inside.OfReplica.read(replica, "conditions", Conditions.class);
	}

	/**
	 * Look at the replica after another step.
	 * @return whether a report and its inside would tell a checker the same as after the
	 * step before
	 */
	public boolean isSame() {
		this.state.nowNanos = this.state.time.monotonicNanos();
		long[] earlier = this.numbersBefore;
		this.numbersBefore = this.numbers;
		this.numbers = earlier;
		@Nullable Object[] earlierObjects = this.objectsBefore;
		this.objectsBefore = this.objects;
		this.objects = earlierObjects;
		lookAtNumbers(this.numbers);
		lookAtObjects(this.objects);
		if (!Arrays.equals(this.numbers, this.numbersBefore)) {
			return false;
		}
		for (int i = 0; i < OBJECTS; i++) {
			// What cannot change may be compared so
			if (this.objects[i] != this.objectsBefore[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The report of the step that was looked at last.
	 * @return what {@link Replica#report()} would have said then
	 */
	public ReplicaReport report() {
		return this.reporting.report(this.conditions.current());
	}

	private void lookAtNumbers(long[] seen) {
		CheckpointReport checkpoint = this.checkpoints.report();
		TransferReport transfer = this.stateTransfer.report();
		seen[0] = this.state.view();
		seen[1] = this.state.lastNormalView();
		seen[2] = this.state.incarnation();
		seen[3] = this.state.log.opNumber();
		seen[4] = this.state.log.bytes();
		seen[5] = this.state.commitNumber();
		seen[6] = this.execution.executedNumber();
		seen[7] = this.execution.clientTable().size();
		seen[8] = checkpoint.taken();
		seen[9] = checkpoint.divergences();
		seen[10] = (transfer != null) ? transfer.opNumber() : -1;
		seen[11] = (transfer != null) ? transfer.pages() : -1;
		seen[12] = this.state.viewChanges();
		seen[13] = this.state.participants.endsEpoch() ? 1 : 0;
		seen[14] = this.state.participants.isChecked() ? 1 : 0;
		seen[15] = this.stateTransfer.checkpoint().receivedPages();
		seen[16] = this.state.log.firstOpNumber();
	}

	private void lookAtObjects(@Nullable Object[] seen) {
		seen[0] = this.state.groupId();
		seen[1] = this.state.status();
		seen[2] = this.state.configuration;
		seen[3] = this.state.quorums;
		seen[4] = this.state.crashVector();
		seen[5] = this.state.participants.membership();
		seen[6] = this.state.log.base();
		seen[7] = this.state.log.lastViewstamp();
		seen[8] = this.reconfiguration.warmUp();
	}

}
