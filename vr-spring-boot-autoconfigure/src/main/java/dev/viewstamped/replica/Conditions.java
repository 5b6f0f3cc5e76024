package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.Standing;

import org.jspecify.annotations.Nullable;

/**
 * Says in words what keeps a replica from serving.
 */
final class Conditions {

	private final ReplicaState state;

	private final Contacts contacts;

	private final Genesis genesis;

	private final Recovery recovery;

	private final StateTransfer stateTransfer;

	private final Execution execution;

	private final NormalCase normalCase;

	private final Epochs epochs;

	private final long startedNanos;

	Conditions(ReplicaState state, Contacts contacts, Genesis genesis, Recovery recovery, StateTransfer stateTransfer,
			Execution execution, NormalCase normalCase, Epochs epochs) {
		this.state = state;
		this.contacts = contacts;
		this.genesis = genesis;
		this.recovery = recovery;
		this.stateTransfer = stateTransfer;
		this.execution = execution;
		this.normalCase = normalCase;
		this.epochs = epochs;
		this.startedNanos = state.nowNanos;
	}

	@Nullable Condition current() {
		if (this.state.status() == Status.STOPPED) {
			return this.state.stopCondition();
		}
		if (this.state.status() == Status.RECOVERING) {
			return recovering();
		}
		if (this.state.status() == Status.TRANSITIONING || this.state.status() == Status.RETIRED) {
			return betweenEpochs();
		}
		if (this.state.isStandby()) {
			return standby();
		}
		int missing = this.state.quorums.needed() - this.contacts.reachable();
		if (missing > 0) {
			return withoutQuorum(missing);
		}
		if (this.state.isNormal() && !this.execution.hasCaughtUp()) {
			return new Condition(Condition.RECOVERING, "Executing the recovered log: op "
					+ this.execution.executedNumber() + " of " + this.execution.firstCommitNumber());
		}
		boolean fetching = this.stateTransfer.isActive() || this.stateTransfer.report() != null;
		return fetching ? new Condition(Condition.STATE_TRANSFER, progress()) : null;
	}

	private Condition betweenEpochs() {
		String epoch = "epoch " + this.state.epoch();
		if (!this.state.isOut()) {
			return new Condition(Condition.STATE_TRANSFER,
					"The group has gone to epoch " + this.epochs.nextEpoch() + ". " + progress());
		}
		String started = this.epochs.startedMembers() + " of ";
		if (this.state.isMember()) {
			return new Condition(Condition.RECOVERING, "The group has gone to " + epoch
					+ ", which began with an earlier process of this member. This one keeps its copy until "
					+ this.state.quorums.neededOthersToRecover() + " others have the state (" + started
					+ this.state.quorums.neededOthersToRecover() + " have said so), and then recovers from them");
		}
		String group = "This replica is no member of " + epoch + " any more; the members are "
				+ NewGroup.list(this.state.configuration) + ". ";
		return new Condition(Condition.RETIRED,
				group + ((this.state.status() == Status.RETIRED)
						? "They have the state, so this process can be stopped."
						: "It keeps its copy until a quorum of them has the state (" + started
								+ this.state.quorums.needed()
								+ " have said so) and the epoch is checked. Do not stop it before."));
	}

	/** What a standby has to wait for before it serves is an operator's word. */
	private Condition standby() {
		boolean fetching = !this.state.isNormal() || this.stateTransfer.report() != null;
		return new Condition(Condition.STATE_TRANSFER,
				"Standby with id " + this.state.self + " of epoch " + this.state.epoch() + ", "
						+ (fetching ? "without the state yet: " + progress() : this.normalCase.ownLag() + " ops behind")
						+ ". It follows the group without a vote. To make it a member, name its address among the "
						+ "members of the group (POST /actuator/vr/reconfiguration).");
	}

	private Condition withoutQuorum(int missing) {
		List<Integer> blank = this.contacts.blank();
		if (this.state.configuration.size() - blank.size() < this.state.quorums.needed()) {
			return new Condition(Condition.STATE_LOST, "Members " + blank
					+ " have restarted without state, and fewer than a quorum is left: acknowledged commands may be lost, "
					+ "so only stale queries are answered. This replica still holds its copy up to op "
					+ this.state.commitNumber() + ". To give the state up, " + this.state.durability.howToFormAnew());
		}
		return new Condition(Condition.NO_QUORUM,
				"Waiting for " + missing + " more of " + this.state.configuration.size() + " members");
	}

	private Condition recovering() {
		if (this.stateTransfer.isActive()) {
			return new Condition(Condition.RECOVERING, progress());
		}
		Condition lost = stateLost();
		if (lost != null) {
			return lost;
		}
		String found = this.state.whyStateLost();
		int needed = this.state.quorums.neededOthersToRecover();
		return new Condition(Condition.RECOVERING,
				((found != null) ? found + ". " : "") + ((this.recovery.hasHeardOfGroup())
						? "Recovering the state: " + this.recovery.answers() + " of " + needed
								+ " members needed have answered"
						: "Waiting for the other members: " + this.genesis.latestAnswers().size() + " of "
								+ (this.state.configuration.size() - 1)
								+ " have answered, and none of them has said that it has the state"));
	}

	private @Nullable Condition stateLost() {
		int others = this.state.configuration.size() - 1;
		List<Integer> refusing = new ArrayList<>();
		if (!this.state.mayForm()) {
			refusing.add(this.state.self);
		}
		boolean anyFormed = false;
		for (HelloResponse answer : this.genesis.latestAnswers().values()) {
			anyFormed |= answer.standing() == Standing.FORMED;
			if (!answer.mayForm()) {
				refusing.add(answer.header().from());
			}
		}
		Collections.sort(refusing);
		boolean allAnswered = this.genesis.latestAnswers().size() == others;
		if (allAnswered && !anyFormed && !refusing.isEmpty() && !this.recovery.hasHeardOfGroup()) {
			return new Condition(Condition.STATE_LOST, withoutAnyState(refusing));
		}
		boolean longEnough = this.state.nowNanos - this.startedNanos > 3 * this.state.options.viewChangeTimeoutNanos();
		int blank = this.contacts.blank().size();
		if (longEnough && (anyFormed || this.recovery.hasHeardOfGroup())
				&& others - blank < this.state.quorums.neededOthersToRecover()) {
			return new Condition(Condition.STATE_LOST, "Too few members have the state for it to be trusted: members "
					+ this.contacts.blank() + " have none either, and " + this.state.quorums.neededOthersToRecover()
					+ " of the others must have it. Acknowledged commands may be lost. Bring a member with state "
					+ "back, or give the state up: " + this.state.durability.howToFormAnew());
		}
		return null;
	}

	private String withoutAnyState(List<Integer> refusing) {
		String found = this.state.whyStateLost();
		if (found != null) {
			return found + ". No other member has the state, and this one forms no new, empty group over what it "
					+ "has had. If the data may be given up, stop this member, remove that directory "
					+ "(vr.storage.directory) and start it with vr.bootstrap=auto."
					+ (refusing.size() > 1 ? " The same holds for members " + refusing + "." : "");
		}
		return "No member has a state that can be trusted, and members " + refusing
				+ " take no part in forming a new, empty group: because of vr.bootstrap=never, or because "
				+ "what they had on disk is damaged, or was given up for a repair. If the data may be given "
				+ "up, restart these members with vr.bootstrap=auto and, in durable mode, without what is "
				+ "in vr.storage.directory.";
	}

	private String progress() {
		TransferReport report = this.stateTransfer.report();
		if (report != null) {
			long tenthsOfMegabytes = Math.round(report.bytes() / 1e5);
			return "Fetching the state of op " + report.opNumber() + " from member " + report.source() + ": "
					+ (long) (100 * report.progress()) + " %, " + tenthsOfMegabytes / 10 + "." + tenthsOfMegabytes % 10
					+ " MB";
		}
		LogTarget target = this.stateTransfer.target();
		long goal = (target != null) ? target.history().opNumber() : this.state.log.opNumber();
		return "Fetching the log of the group: op " + this.stateTransfer.reachedOpNumber() + " of " + goal;
	}

}
