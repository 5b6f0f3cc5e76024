package dev.viewstamped.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Member;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.transport.LinkReport;

/**
 * What a replica whose application stops still has to do for the others.
 */
final class DrainRule {

	private final long viewChangeTimeoutNanos;

	private final Departure departure;

	private boolean othersSuffice;

	/**
	 * Create a rule.
	 * @param viewChangeTimeoutNanos silence after which a member counts as out of contact
	 * @param departure whether the group is to go on without this member
	 */
	DrainRule(long viewChangeTimeoutNanos, Departure departure) {
		this.viewChangeTimeoutNanos = viewChangeTimeoutNanos;
		this.departure = departure;
	}

	/**
	 * What is to be done now.
	 * @param report the node
	 * @return the step
	 */
	Step next(NodeReport report) {
		ReplicaReport replica = report.replica();
		if (replica == null || replica.configuration().size() == 1) {
			return Step.done("nobody else depends on it");
		}
		if (!isOfUse(replica)) {
			return Step.done("it has status " + replica.status().label());
		}
		if (replica.status() == Status.TRANSITIONING || this.departure.isExpected()) {
			return replacement(replica);
		}
		return restart(report, replica);
	}

	private Step restart(NodeReport report, ReplicaReport replica) {
		List<String> missing = new ArrayList<>();
		List<Integer> others = others(report, replica, missing);
		// Those that are heard and have no state do not count
		int normal = Math.min(others.size(), replica.quorumReachable() - 1);
		int needed = Math.min(replica.quorumNeeded(), replica.configuration().size() - 1);
		// Once is enough: those that stop together must not wait for each other
		this.othersSuffice |= normal >= needed || areAllStopping(replica, others);
		if (replica.role() == Role.PRIMARY && !others.isEmpty() && !areAllStopping(replica, others)) {
			return new Step(Kind.HAND_OVER, "until another member is the primary");
		}
		if (this.othersSuffice) {
			return Step.done("the others can do without it");
		}
		return new Step(Kind.WAIT, "until " + needed + " other members are normal, of which " + normal
				+ " are; missing: " + String.join(", ", missing));
	}

	private static boolean areAllStopping(ReplicaReport replica, List<Integer> others) {
		return !others.isEmpty() && others.stream()
			.allMatch((memberId) -> replica.peers()
				.stream()
				.anyMatch((peer) -> peer.memberId() == memberId && peer.stopping()));
	}

	/**
	 * Whether the others would lose anything with this replica.
	 */
	private static boolean isOfUse(ReplicaReport replica) {
		boolean member = replica.configuration().contains(replica.memberId())
				|| replica.status() == Status.TRANSITIONING;
		return member && replica.status() != Status.RETIRED && replica.status() != Status.STOPPED
				&& replica.status() != Status.RECOVERING;
	}

	private static Step replacement(ReplicaReport replica) {
		if (replica.role() == Role.PRIMARY) {
			return new Step(Kind.HAND_OVER, "until another member is the primary");
		}
		return new Step(Kind.WAIT, "until the group has gone on without it");
	}

	private List<Integer> others(NodeReport report, ReplicaReport replica, List<String> missing) {
		List<Integer> others = new ArrayList<>();
		for (Member member : replica.configuration().members()) {
			if (member.memberId() == replica.memberId()) {
				continue;
			}
			if (isHeard(replica, member.memberId()) && isConnected(report, member.memberId())) {
				others.add(member.memberId());
			}
			else {
				missing.add(member.address());
			}
		}
		return others;
	}

	private boolean isHeard(ReplicaReport replica, int memberId) {
		for (PeerReport peer : replica.peers()) {
			if (peer.memberId() == memberId) {
				return peer.silentNanos() >= 0 && peer.silentNanos() <= this.viewChangeTimeoutNanos;
			}
		}
		return false;
	}

	private static boolean isConnected(NodeReport report, int memberId) {
		for (LinkReport link : report.links()) {
			if (link.memberId() == memberId) {
				return link.connected();
			}
		}
		return false;
	}

	/**
	 * What a step is.
	 */
	enum Kind {

		/** Give the role of the primary to another member. */
		HAND_OVER,

		/** Go on as a member. */
		WAIT,

		/** Nothing is left to do. */
		DONE

	}

	/**
	 * A step.
	 *
	 * @param kind what it is
	 * @param reason what is waited for, or why nothing is
	 */
	record Step(Kind kind, String reason) {

		private static Step done(String reason) {
			return new Step(Kind.DONE, reason);
		}

	}

}
