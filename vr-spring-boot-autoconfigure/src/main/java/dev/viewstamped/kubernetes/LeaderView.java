package dev.viewstamped.kubernetes;

import java.util.List;

import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import org.jspecify.annotations.Nullable;

/**
 * The group as its primary sees it.
 */
final class LeaderView {

	private final ReplicaReport report;

	private final Tolerance tolerance;

	private LeaderView(ReplicaReport report, Tolerance tolerance) {
		this.report = report;
		this.tolerance = tolerance;
	}

	/**
	 * The view of a replica.
	 * @param report the replica's report
	 * @param tolerance what passes for normal
	 * @return the view; {@code null} if the replica is not a primary in contact with a
	 * quorum
	 */
	static @Nullable LeaderView of(@Nullable ReplicaReport report, Tolerance tolerance) {
		return (report != null && report.role() == Role.PRIMARY && report.available())
				? new LeaderView(report, tolerance) : null;
	}

	long epoch() {
		return this.report.configuration().epoch();
	}

	List<Member> members() {
		return this.report.configuration().members();
	}

	List<String> addresses() {
		return members().stream().map(Member::address).toList();
	}

	int self() {
		return this.report.memberId();
	}

	boolean isChanging() {
		Phase phase = this.report.change().phase();
		return phase != Phase.NONE && phase != Phase.COMPLETE;
	}

	/**
	 * What the change under way waits for.
	 */
	String change() {
		String waitingFor = this.report.change().waitingFor();
		return "A change of the group is under way (epoch " + this.report.change().epoch() + ")"
				+ ((waitingFor != null) ? ": " + waitingFor : "");
	}

	boolean hasStandby(String address) {
		return this.report.standbys().stream().anyMatch((standby) -> standby.address().equals(address));
	}

	/**
	 * Whether a member follows closely, as far as the primary hears. A member that
	 * recovers is heard as well, so this alone does not tell that it has its state.
	 */
	boolean follows(Member member) {
		if (member.memberId() == self()) {
			return true;
		}
		for (PeerReport peer : this.report.peers()) {
			if (peer.memberId() == member.memberId()) {
				return !peer.stopping() && peer.silentNanos() >= 0
						&& peer.silentNanos() <= this.tolerance.silenceNanos() && peer.lag() >= 0
						&& peer.lag() <= this.tolerance.lag();
			}
		}
		return false;
	}

	/**
	 * How many members take no part in the group.
	 */
	int absent() {
		return members().size() - this.report.quorumReachable();
	}

}
