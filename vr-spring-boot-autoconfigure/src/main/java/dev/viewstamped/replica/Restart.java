package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.state.Checkpoint;

/**
 * What a replica does at its start with what its disk holds. The paper's remark that a
 * replica which keeps its state on disk need not recover (§4.3) holds only if the disk
 * has all that messages have promised, the views among it. Then a restart is but a pause:
 * the life and its incarnation go on.
 * <p>
 * A replica whose last normal view is its view is a backup of it again, with what it had
 * of that view's log. One that was in a view change is in it again, and what it says in
 * it is the same as before: in a view change no log grows, and the log that it named was
 * durable before it was named. One that was primary leaves its view.
 */
final class Restart {

	private final ReplicaState state;

	private final Checkpoints checkpoints;

	private final Execution execution;

	private final ViewChange viewChange;

	private final Epochs epochs;

	private final Runnable whenNormal;

	Restart(ReplicaState state, Checkpoints checkpoints, Execution execution, ViewChange viewChange, Epochs epochs,
			Runnable whenNormal) {
		this.state = state;
		this.checkpoints = checkpoints;
		this.execution = execution;
		this.viewChange = viewChange;
		this.epochs = epochs;
		this.whenNormal = whenNormal;
	}

	void resume(StoredState stored) {
		Promises promises = stored.promises();
		// Of other epochs the disk knows better than the settings
		if (promises.configuration().epoch() == this.state.epoch()
				&& !memberIds(promises.configuration()).equals(memberIds(this.state.configuration))) {
			this.state.stop(new Condition(Condition.MEMBER_MISMATCH,
					"The disk holds the state of a group with members " + memberIds(promises.configuration())
							+ ", and the configuration names members " + memberIds(this.state.configuration)
							+ ". Configure the same members, or another directory."));
			return;
		}
		this.state.resume(promises);
		Checkpoint checkpoint = stored.checkpoint();
		if (checkpoint != null) {
			this.checkpoints.install(checkpoint);
		}
		if (this.state.status() == Status.STOPPED) {
			return;
		}
		stored.entries().forEach(this.state.log::append);
		this.state.commit(promises.commitNumber());
		this.state.durability.resumed(promises);
		Membership begin = beginOfEpoch();
		this.state.participants.begin(begin);
		if (this.state.epoch() > 0) {
			// Of the epoch before, all is committed
			this.state.commit(begin.epochStart().opNumber());
			this.epochs.resumed(begin);
			if (this.state.participants.isReplaced(this.state.self)) {
				this.execution.becameNormal();
				this.state.transition();
				return;
			}
		}
		if (promises.lastNormalView() < promises.view()) {
			this.execution.becameNormal();
			this.viewChange.resume();
		}
		else if (this.state.primary() == this.state.self) {
			this.execution.becameNormal();
			this.viewChange.leaveOwnView();
		}
		else {
			this.state.becomeNormal(promises.view());
			this.whenNormal.run();
		}
	}

	/**
	 * How the epoch in force began: what the checkpoint says, or else what the
	 * reconfiguration says that follows it in the log. A promise of an epoch is never
	 * written without the log up to its begin.
	 */
	private Membership beginOfEpoch() {
		Membership membership = this.execution.executedMembership();
		for (long op = this.execution.executedNumber() + 1; op <= this.state.log.opNumber()
				&& membership.epoch() < this.state.epoch(); op++) {
			membership = Execution.membershipAfter(membership, this.state.log.get(op));
		}
		return membership;
	}

	private static List<Integer> memberIds(Configuration configuration) {
		return configuration.members().stream().map(Member::memberId).toList();
	}

}
