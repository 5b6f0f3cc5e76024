package dev.viewstamped.message;

import java.util.List;

/**
 * The members of the group in one epoch (VR Revisited §7).
 *
 * @param epoch the configuration's number, 0 for the first
 * @param members the members, by ascending member id
 */
public record Configuration(long epoch, List<Member> members) {

	public Configuration {
		members = List.copyOf(members);
		if (members.isEmpty()) {
			throw new IllegalArgumentException("A configuration needs at least one member");
		}
		for (int i = 1; i < members.size(); i++) {
			if (members.get(i).memberId() <= members.get(i - 1).memberId()) {
				throw new IllegalArgumentException("Member ids must ascend: " + members);
			}
		}
	}

	/**
	 * Number of members: the paper's K.
	 * @return the size
	 */
	public int size() {
		return this.members.size();
	}

	/**
	 * The member that is primary in a view.
	 * @param view the view
	 * @return its member id
	 */
	public int primary(long view) {
		return this.members.get((int) (view % this.members.size())).memberId();
	}

	/**
	 * Whether the id is that of a member.
	 * @param memberId the id
	 * @return {@code true} if it is
	 */
	public boolean contains(int memberId) {
		for (Member member : this.members) {
			if (member.memberId() == memberId) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The greatest member id.
	 * @return the id of the last member
	 */
	public int maxMemberId() {
		return this.members.get(this.members.size() - 1).memberId();
	}

}
