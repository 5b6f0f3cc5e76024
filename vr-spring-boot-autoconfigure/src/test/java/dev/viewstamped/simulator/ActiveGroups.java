package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.viewstamped.message.Configuration;

/**
 * Sets of members that each have to go on with a quorum: those of the latest epoch, those
 * of the one before until the latest is known to have begun, and those that an operator
 * has asked for.
 */
final class ActiveGroups {

	private final Cluster cluster;

	private final Set<List<String>> requested = new LinkedHashSet<>();

	private long requestedEpoch;

	ActiveGroups(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * An operator asks for other members.
	 * @param expectedEpoch the epoch that is to end
	 * @param addresses where they are
	 */
	void request(long expectedEpoch, List<String> addresses) {
		if (expectedEpoch >= this.requestedEpoch) {
			if (expectedEpoch > this.requestedEpoch) {
				this.requested.clear();
			}
			this.requestedEpoch = expectedEpoch;
			this.requested.add(List.copyOf(addresses));
		}
	}

	/**
	 * Whether what an operator has asked for may come yet.
	 */
	boolean isRequested() {
		return !this.requested.isEmpty() && this.requestedEpoch >= this.cluster.epochs().latest();
	}

	/**
	 * The members of the latest epoch.
	 */
	List<SimulatedReplica> latest() {
		return of(this.cluster.epochs().configuration(this.cluster.epochs().latest()));
	}

	/**
	 * All sets.
	 */
	List<List<SimulatedReplica>> all() {
		List<List<SimulatedReplica>> result = new ArrayList<>();
		GroupEpochs epochs = this.cluster.epochs();
		long epoch = epochs.latest();
		result.add(latest());
		if (epoch > 0 && !epochs.isChecked(epoch)) {
			result.add(of(epochs.configuration(epoch - 1)));
		}
		if (isRequested()) {
			this.requested.forEach((addresses) -> result.add(at(addresses)));
		}
		return result;
	}

	/**
	 * Whether each set survives the loss of what a replica has.
	 * @param victim the replica
	 */
	boolean mayLose(SimulatedReplica victim) {
		return all().stream().allMatch((group) -> !group.contains(victim) || down(group) < (group.size() - 1) / 2);
	}

	/**
	 * Whether a set of members loses no more than it survives.
	 * @param addresses where they are
	 */
	boolean isSafe(List<String> addresses) {
		List<SimulatedReplica> group = at(addresses);
		return group.size() == addresses.size() && down(group) <= (group.size() - 1) / 2;
	}

	private static long down(List<SimulatedReplica> group) {
		return group.stream().filter((replica) -> replica.memory().isDown()).count();
	}

	private List<SimulatedReplica> of(@org.jspecify.annotations.Nullable Configuration configuration) {
		if (configuration == null) {
			return this.cluster.replicas().subList(0, this.cluster.options().replicas());
		}
		return configuration.members()
			.stream()
			.map((member) -> this.cluster.find(member.memberId()))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
	}

	private List<SimulatedReplica> at(List<String> addresses) {
		return this.cluster.present().stream().filter((replica) -> addresses.contains(replica.address())).toList();
	}

}
