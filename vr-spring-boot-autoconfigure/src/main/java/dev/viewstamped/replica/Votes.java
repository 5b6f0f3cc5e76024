package dev.viewstamped.replica;

import java.util.Arrays;

import dev.viewstamped.message.Member;

/**
 * Votes to leave this replica's view. A vote counts for a view-change time-out, and only
 * a replica that has voted itself counts the votes of others.
 */
final class Votes {

	private static final long NEVER = Long.MIN_VALUE;

	private final ReplicaState state;

	/** When each member voted last, by member id. */
	private long[] votedNanos;

	Votes(ReplicaState state) {
		this.state = state;
		this.votedNanos = new long[state.configuration.maxMemberId() + 1];
		clear();
	}

	/**
	 * There are members with greater ids than before.
	 * @param length one more than the greatest id
	 */
	void growTo(int length) {
		int before = this.votedNanos.length;
		if (length > before) {
			this.votedNanos = Arrays.copyOf(this.votedNanos, length);
			Arrays.fill(this.votedNanos, before, length, NEVER);
		}
	}

	void add(int memberId) {
		this.votedNanos[memberId] = this.state.nowNanos;
	}

	void clear() {
		Arrays.fill(this.votedNanos, NEVER);
	}

	/**
	 * Whether it is time for this replica to vote, or to repeat its vote.
	 */
	boolean isOwnDue() {
		long own = this.votedNanos[this.state.self];
		return own == NEVER || this.state.nowNanos - own >= this.state.options.heartbeatIntervalNanos();
	}

	/**
	 * Whether a quorum has voted, this replica included.
	 */
	boolean suffice() {
		int votes = 0;
		for (Member member : this.state.configuration.members()) {
			if (isRecent(this.votedNanos[member.memberId()])) {
				votes++;
			}
		}
		return isRecent(this.votedNanos[this.state.self]) && votes >= this.state.quorums.needed();
	}

	private boolean isRecent(long voted) {
		return voted != NEVER && this.state.nowNanos - voted <= this.state.options.viewChangeTimeoutNanos();
	}

}
