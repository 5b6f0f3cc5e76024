package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.Map;

import dev.viewstamped.message.DoViewChange;

import org.jspecify.annotations.Nullable;

/**
 * What a replica that is to become primary was told of the logs of the others, and which
 * log is that of the new view (§4.2 step 4).
 */
final class DoViewChanges {

	private final ReplicaState state;

	private final Map<Integer, DoViewChange> byMember = new HashMap<>();

	DoViewChanges(ReplicaState state) {
		this.state = state;
	}

	/**
	 * Take what a member said last.
	 * @return what it had said before
	 */
	@Nullable DoViewChange put(int memberId, DoViewChange message) {
		return this.byMember.put(memberId, message);
	}

	int size() {
		return this.byMember.size();
	}

	void clear() {
		this.byMember.clear();
	}

	/**
	 * Whether a quorum has said something. Crash vectors are merged as messages arrive,
	 * so what is left without the lives that are over is consistent.
	 */
	boolean hasQuorumOfLiving() {
		this.byMember.values()
			.removeIf((
					message) -> message.header().incarnation() < this.state.crashVector().get(message.header().from()));
		return this.byMember.size() >= this.state.quorums.needed();
	}

	/**
	 * The log of the latest normal view, and the longest of those.
	 * @return the message that tells of it, {@code null} if there is none at all
	 */
	@Nullable DoViewChange best() {
		DoViewChange best = null;
		for (DoViewChange candidate : this.byMember.values()) {
			best = (best == null || isBetter(candidate, best)) ? candidate : best;
		}
		return best;
	}

	/**
	 * What any of the members, or this replica, knows to be committed.
	 */
	long commitNumber() {
		long commitNumber = this.state.commitNumber();
		for (DoViewChange message : this.byMember.values()) {
			commitNumber = Math.max(commitNumber, message.commitNumber());
		}
		return commitNumber;
	}

	private boolean isBetter(DoViewChange candidate, DoViewChange best) {
		if (candidate.lastNormalView() != best.lastNormalView()) {
			return candidate.lastNormalView() > best.lastNormalView();
		}
		if (candidate.history().opNumber() != best.history().opNumber()) {
			return candidate.history().opNumber() > best.history().opNumber();
		}
		return candidate.header().from() == this.state.self;
	}

}
