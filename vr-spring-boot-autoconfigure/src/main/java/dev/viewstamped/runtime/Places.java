package dev.viewstamped.runtime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;

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
	 * The replicas that a replica exchanges messages with when it begins.
	 * @param membership who takes part in the group
	 * @param memberId its own id
	 * @return the others, by ascending id
	 */
	static List<Member> others(Membership membership, int memberId) {
		Map<Integer, Member> others = new TreeMap<>();
		membership.configuration().members().forEach((member) -> others.put(member.memberId(), member));
		membership.standbys()
			.forEach((standby) -> others.put(standby.memberId(), new Member(standby.memberId(), standby.address())));
		others.remove(memberId);
		return List.copyOf(others.values());
	}

	/**
	 * The other members.
	 * @param configuration the members
	 * @param memberId the own id
	 * @return the others, by ascending id
	 */
	static List<Member> others(Configuration configuration, int memberId) {
		return configuration.members().stream().filter((member) -> member.memberId() != memberId).toList();
	}

}
