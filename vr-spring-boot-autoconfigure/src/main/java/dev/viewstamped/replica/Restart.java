package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
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

	private final Runnable whenNormal;

	Restart(ReplicaState state, Checkpoints checkpoints, Execution execution, ViewChange viewChange,
			Runnable whenNormal) {
		this.state = state;
		this.checkpoints = checkpoints;
		this.execution = execution;
		this.viewChange = viewChange;
		this.whenNormal = whenNormal;
	}

	void resume(StoredState stored) {
		Promises promises = stored.promises();
		if (!areSameMembers(promises.configuration(), this.state.configuration)) {
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

	private static boolean areSameMembers(Configuration stored, Configuration configured) {
		return stored.epoch() == configured.epoch() && memberIds(stored).equals(memberIds(configured));
	}

	private static List<Integer> memberIds(Configuration configuration) {
		return configuration.members().stream().map(Member::memberId).toList();
	}

}
