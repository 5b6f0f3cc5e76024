package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Member;
import org.jspecify.annotations.Nullable;

/**
 * Says for operators how the replica is.
 */
final class Reporting {

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final Execution execution;

	private final Checkpoints checkpoints;

	private final StateTransfer stateTransfer;

	private final GroupFence fence;

	private final Genesis genesis;

	private final ChangeReport changeReport;

	Reporting(ReplicaState state, Contacts contacts, NormalCase normalCase, Execution execution,
			Checkpoints checkpoints, StateTransfer stateTransfer, GroupFence fence, Genesis genesis,
			ChangeReport changeReport) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.execution = execution;
		this.checkpoints = checkpoints;
		this.stateTransfer = stateTransfer;
		this.fence = fence;
		this.genesis = genesis;
		this.changeReport = changeReport;
	}

	/**
	 * The replica at this moment.
	 * @param condition what keeps it from serving, if anything
	 */
	ReplicaReport report(@Nullable Condition condition) {
		List<PeerReport> peers = new ArrayList<>();
		for (Member member : this.state.configuration.members()) {
			int id = member.memberId();
			if (id != this.state.self) {
				peers.add(this.contacts.report(id, this.state.isPrimary() ? this.normalCase.lag(id) : -1));
			}
		}
		Status status = this.state.isStandby() ? Status.RECOVERING : this.state.status();
		return new ReplicaReport(this.state.groupId(), this.state.self, role(), status, this.state.view(),
				this.state.isNormal() ? this.state.primary() : -1, this.state.log.opNumber(), this.state.commitNumber(),
				this.execution.executedNumber(), this.state.configuration, this.state.quorums.needed(),
				this.contacts.reachable(), condition, peers, this.state.viewChanges(),
				this.state.log.opNumber() - this.state.commitNumber(), this.execution.clientTable().size(),
				this.state.log.firstOpNumber(), this.state.log.bytes(), this.checkpoints.report(),
				this.stateTransfer.report(), this.stateTransfer.checkpoint().receivedPages(),
				this.stateTransfer.checkpoint().receivedBytes(), this.fence.dropped(), this.genesis.hasFormed(),
				this.changeReport.current(), this.state.participants.membership().oldConfiguration(),
				this.state.participants.membership().standbys());
	}

	private Role role() {
		if (!this.state.isNormal() || this.state.isStandby()) {
			return Role.NONE;
		}
		return this.state.isPrimary() ? Role.PRIMARY : Role.BACKUP;
	}

}
