package dev.viewstamped.replica;

import java.util.UUID;

/**
 * Stops a replica that is left over from an earlier group of the same members. One that
 * is in contact with a quorum of its own group goes on: what it hears is the leftover.
 */
final class GroupFence {

	private static final long NEVER = Long.MIN_VALUE;

	private final ReplicaState state;

	private final Contacts contacts;

	private long foreignSinceNanos = NEVER;

	private long dropped;

	GroupFence(ReplicaState state, Contacts contacts) {
		this.state = state;
		this.contacts = contacts;
	}

	/**
	 * Messages that were dropped because they come from another group or a dead life.
	 */
	long dropped() {
		return this.dropped;
	}

	void drop() {
		this.dropped++;
	}

	/**
	 * A member's address answers in the name of another group.
	 */
	void onForeign(int memberId, UUID group) {
		this.dropped++;
		if (this.contacts.reachable() >= this.state.quorums.needed()) {
			this.foreignSinceNanos = NEVER;
		}
		else if (this.foreignSinceNanos == NEVER) {
			this.foreignSinceNanos = this.state.nowNanos;
		}
		else if (this.state.nowNanos - this.foreignSinceNanos >= this.state.options.viewChangeTimeoutNanos()) {
			this.state.stop(new Condition(Condition.GROUP_MISMATCH,
					"This replica belongs to group " + this.state.groupId() + ", and member " + memberId
							+ " belongs to group " + group
							+ ", which was formed since. This replica serves nothing any more. "
							+ this.state.durability.howToStartOver()));
		}
	}

	void tick() {
		if (this.foreignSinceNanos != NEVER && this.contacts.reachable() >= this.state.quorums.needed()) {
			this.foreignSinceNanos = NEVER;
		}
	}

}
