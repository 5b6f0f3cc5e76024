package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * The life of a standby (§7.5): a backup that has no vote. It begins without a log, asks
 * for that of the view that the members are normal in, and from then on appends and
 * executes like a backup, so that it lacks hardly anything when it becomes a member. As
 * nobody counts on what it says, it has nothing to recover.
 */
final class Following {

	/**
	 * A group that is silent for so long may have gone elsewhere, or have forgotten this.
	 */
	private static final int SILENT_TIMEOUTS = 30;

	private final ReplicaState state;

	private final Contacts contacts;

	/** When a member was in contact last. */
	private long heardNanos;

	Following(ReplicaState state, Contacts contacts) {
		this.state = state;
		this.contacts = contacts;
		this.heardNanos = state.nowNanos;
	}

	/**
	 * Begin to follow the group, if that is what this replica was created for.
	 */
	void start() {
		GroupLocation located = this.state.options.located();
		Standby self = (located != null) ? located.membership().standby(this.state.self) : null;
		if (located != null && self != null) {
			CrashVector known = CrashVector.of();
			List<Member> members = located.membership().configuration().members();
			for (int i = 0; i < members.size(); i++) {
				known = known.with(members.get(i).memberId(), located.membership().incarnations().get(i));
			}
			this.state.follow(located.groupId(), self.incarnation(), known);
		}
	}

	/**
	 * The membership after an entry that was executed. A standby that made room for
	 * another one has no place any more, and neither has one whose address belongs to a
	 * later process.
	 */
	void executed(Membership membership) {
		if (!this.state.isStandby()) {
			return;
		}
		Standby self = membership.standby(this.state.self);
		boolean goesOn = (self != null) ? self.incarnation() <= this.state.incarnation()
				: membership.nextMemberId() <= this.state.self || membership.configuration().contains(this.state.self);
		if (!goesOn) {
			this.state.participants.losePlace();
		}
	}

	void tick() {
		if (!this.state.isStandby() || this.contacts.reachable() > 0) {
			this.heardNanos = this.state.nowNanos;
		}
		else if (this.state.nowNanos - this.heardNanos > SILENT_TIMEOUTS
				* this.state.options.viewChangeTimeoutNanos()) {
			this.state.participants.losePlace();
		}
	}

	/**
	 * The replica did not run for a while.
	 */
	void onGap() {
		this.heardNanos = this.state.nowNanos;
	}

	/**
	 * Where the group is that this standby has no place in any more: its process may ask
	 * for another one.
	 * @return {@code null} while it has one
	 */
	@Nullable GroupLocation relocation() {
		return this.state.participants.hasLostPlace()
				? new GroupLocation(this.state.groupId(), this.state.participants.membership(), this.state.view())
				: null;
	}

}
