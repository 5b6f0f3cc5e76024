package dev.viewstamped.runtime;

import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

/**
 * Finds a process in its group by its address.
 */
final class Places {

	/** Has no place. */
	static final int NONE = -1;

	private Places() {
	}

	/**
	 * The member that a process is.
	 * @param membership who takes part in the group
	 * @param memberId the id that the process has had; ids are never reused
	 * @param address where the process is reached
	 * @return the member id, {@link #NONE} if it is none
	 */
	static int member(Membership membership, int memberId, String address) {
		if (membership.configuration().contains(memberId)) {
			return memberId;
		}
		for (Member member : membership.configuration().members()) {
			if (member.address().equals(address)) {
				return member.memberId();
			}
		}
		return NONE;
	}

	/**
	 * The member or standby that a process is.
	 * @param membership who takes part in the group
	 * @param address where the process is reached
	 * @return the id, {@link #NONE} if it is none
	 */
	static int memberOrStandby(Membership membership, String address) {
		int member = member(membership, NONE, address);
		Standby standby = (member == NONE) ? membership.standbyAt(address) : null;
		return (standby != null) ? standby.memberId() : member;
	}

}
