package dev.viewstamped.replica;

import java.util.regex.Pattern;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * Answers processes that look for the group (§7.4), or want to follow it as standbys
 * (§7.5). Who is a standby is decided in the log, so that all replicas give it the same
 * id. What cannot be done now is not answered: the process asks again.
 */
final class Joining {

	private static final int MAX_STANDBYS = 16;

	private static final int MAX_ADDRESS_CHARS = 300;

	/** Ids travel in two bytes. */
	private static final int MAX_MEMBER_ID = (1 << 16) - 1;

	private static final Pattern ADDRESS = Pattern
		.compile("(?:wss?://)?(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):\\d{1,5}(?:/\\S*)?");

	private final ReplicaState state;

	private final Contacts contacts;

	private final Requests requests;

	private final Execution execution;

	private final NormalCase normalCase;

	private final Reconfiguration reconfiguration;

	Joining(ReplicaState state, Contacts contacts, Requests requests, Execution execution, NormalCase normalCase,
			Reconfiguration reconfiguration) {
		this.state = state;
		this.contacts = contacts;
		this.requests = requests;
		this.execution = execution;
		this.normalCase = normalCase;
		this.reconfiguration = reconfiguration;
	}

	/**
	 * Whether a text can be the address of a member.
	 */
	static boolean isAddress(String text) {
		return text.length() <= MAX_ADDRESS_CHARS && ADDRESS.matcher(text).matches();
	}

	/**
	 * Say where the group is. A replica that has no state knows no better than its
	 * settings.
	 */
	void on(long origin, LocateGroup message) {
		if (this.state.hasGroup() && this.state.status() != Status.RECOVERING) {
			this.requests.reply(origin, new GroupFound(message.client(), location()));
		}
	}

	void on(long origin, Join message) {
		if (!this.state.hasGroup() || this.state.status() == Status.RECOVERING || !isAddress(message.address())) {
			return;
		}
		if (isKnown(message)) {
			this.requests.reply(origin, new GroupFound(message.client(), location()));
		}
		else if (this.state.isPrimary()) {
			admit(message);
		}
		else if (this.requests.canForward(origin)) {
			this.requests.forward(origin, message);
		}
	}

	private boolean isKnown(Join message) {
		Membership membership = this.state.participants.membership();
		Standby standby = membership.standbyAt(message.address());
		if (standby != null) {
			return standby.boot().equals(message.boot());
		}
		for (Member member : membership.configuration().members()) {
			if (member.address().equals(message.address())) {
				return true;
			}
		}
		return false;
	}

	private void admit(Join message) {
		if (!this.requests.takesMore() || !this.normalCase.hasRoom() || isAdmitting(message)) {
			return;
		}
		Membership membership = this.state.participants.membership();
		Standby before = membership.standbyAt(message.address());
		if (before != null) {
			// A process that still runs has the address, so this is what is left of an
			// earlier one
			if (!this.contacts.isInContact(before.memberId())) {
				propose(message, -1);
			}
			return;
		}
		boolean full = membership.standbys().size() >= MAX_STANDBYS;
		Standby displaced = full ? leastHeard(membership) : null;
		// One at a time, so that two newcomers do not take the same place
		if (membership.nextMemberId() <= MAX_MEMBER_ID && (!full || (displaced != null && !isAnyAdmitting()))
				&& membership.standbys().size() + admitting() <= MAX_STANDBYS) {
			propose(message, (displaced != null) ? displaced.memberId() : -1);
		}
	}

	private void propose(Join message, int displaced) {
		this.normalCase.propose(Operation.ADMIT,
				new MembershipPayload.Admission(message.address(), message.boot(), displaced).encode());
	}

	/** The standby that was not heard for longest; none of those in contact. */
	private @Nullable Standby leastHeard(Membership membership) {
		Standby least = null;
		for (Standby standby : membership.standbys()) {
			int id = standby.memberId();
			if (!this.contacts.isInContact(id) && !this.reconfiguration.isAwaited(standby.address())
					&& (least == null || this.contacts.heardNanos(id) < this.contacts.heardNanos(least.memberId()))) {
				least = standby;
			}
		}
		return least;
	}

	private boolean isAdmitting(Join message) {
		for (long op = this.execution.executedNumber() + 1; op <= this.state.log.opNumber(); op++) {
			Entry entry = this.state.log.get(op);
			if (entry.operation() == Operation.ADMIT) {
				MembershipPayload.Admission admission = MembershipPayload.Admission.decode(entry.payload());
				if (admission.address().equals(message.address())) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean isAnyAdmitting() {
		return admitting() > 0;
	}

	/**
	 * How many newcomers have a place in the log, and none among the standbys yet.
	 */
	int admitting() {
		int count = 0;
		for (long op = this.execution.executedNumber() + 1; op <= this.state.log.opNumber(); op++) {
			if (this.state.log.get(op).operation() == Operation.ADMIT) {
				count++;
			}
		}
		return count;
	}

	private GroupLocation location() {
		return new GroupLocation(this.state.groupId(), this.state.participants.membership(), this.state.view());
	}

}
