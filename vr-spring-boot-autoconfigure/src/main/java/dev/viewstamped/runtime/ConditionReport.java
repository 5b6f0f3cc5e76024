package dev.viewstamped.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import dev.viewstamped.message.Member;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.transport.LinkReport;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a replica from serving, put together from what the protocol says and what
 * the links say.
 */
final class ConditionReport {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private final long viewChangeTimeoutNanos;

	ConditionReport(long viewChangeTimeoutNanos) {
		this.viewChangeTimeoutNanos = viewChangeTimeoutNanos;
	}

	/**
	 * The one condition to show.
	 * @param replica the replica
	 * @param links its links
	 * @param refusal what handshakes say, if anything
	 * @return the condition; {@code null} if all is well
	 */
	@Nullable Condition condition(ReplicaReport replica, List<LinkReport> links, @Nullable Condition refusal) {
		Condition own = replica.condition();
		if (replica.status() == Status.STOPPED || replica.status() == Status.RETIRED) {
			return own;
		}
		if (!replica.available() && refusal != null) {
			return refusal;
		}
		int missing = replica.quorumNeeded() - replica.quorumReachable();
		boolean noQuorum = (own == null) || own.code().equals(Condition.NO_QUORUM);
		if (noQuorum && missing > 0) {
			return new Condition(Condition.NO_QUORUM, waitingFor(replica, links, missing));
		}
		if (own != null && missing > 0) {
			String silent = silentMembers(replica, links);
			String end = own.message().endsWith(".") ? " " : ". ";
			return silent.isEmpty() ? own
					: new Condition(own.code(), own.message() + end + "Not in contact: " + silent);
		}
		return own;
	}

	private String waitingFor(ReplicaReport replica, List<LinkReport> links, int missing) {
		String silent = silentMembers(replica, links);
		return "Waiting for " + missing + " more of " + replica.configuration().size() + " members"
				+ (silent.isEmpty() ? "" : ": " + silent);
	}

	private String silentMembers(ReplicaReport replica, List<LinkReport> links) {
		IntFunction<@Nullable LinkReport> link = (memberId) -> links.stream()
			.filter((candidate) -> candidate.memberId() == memberId)
			.findFirst()
			.orElse(null);
		List<String> members = new ArrayList<>();
		for (PeerReport peer : replica.peers()) {
			if (peer.silentNanos() < 0 || peer.silentNanos() > this.viewChangeTimeoutNanos) {
				members.add(describe(replica, peer, link.apply(peer.memberId())));
			}
		}
		return String.join(", ", members);
	}

	private static String describe(ReplicaReport replica, PeerReport peer, @Nullable LinkReport link) {
		String address = (link != null) ? link.address() : address(replica, peer.memberId());
		if (link != null && link.problem() != null) {
			return address + " (" + link.problem() + ")";
		}
		return address + ((peer.silentNanos() < 0) ? " (no answer yet)"
				: " (no answer for " + Math.max(1, peer.silentNanos() / NANOS_PER_SECOND) + " s)");
	}

	private static String address(ReplicaReport replica, int memberId) {
		for (Member member : replica.configuration().members()) {
			if (member.memberId() == memberId) {
				return member.address();
			}
		}
		return "member " + memberId;
	}

}
