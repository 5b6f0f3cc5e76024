package dev.viewstamped.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What must agree between the two ends of a link.
 */
final class IdentityCheck {

	static final String UNKNOWN_PORT = ":0";

	private IdentityCheck() {
	}

	/**
	 * Compare the ends of a link.
	 * @param own the end that compares
	 * @param other the other end
	 * @return why they must not talk; {@code null} if they may
	 */
	static @Nullable Refusal compare(Identity own, Identity other) {
		if (!own.group().equals(other.group())) {
			return new Refusal(RefusalReason.GROUP_MISMATCH,
					StringUtils.capitalize(own.describe()) + " belongs to group '" + own.group() + "', "
							+ other.describe() + " to group '" + other.group()
							+ "'; set vr.group to the same name on all of them");
		}
		boolean members = hasList(own) && hasList(other);
		if (members && (own.memberCount() != other.memberCount() || listsDiffer(own.members(), other.members()))) {
			return new Refusal(RefusalReason.MEMBER_MISMATCH,
					StringUtils.capitalize(own.describe()) + " has vr.members=" + own.members() + ", "
							+ other.describe() + " has vr.members=" + other.members()
							+ "; make vr.members the same on all replicas");
		}
		return null;
	}

	/**
	 * Compare the member that answered with the one that was dialled. Ids that the group
	 * has assigned are never given to another process, so where a later one answers, the
	 * member has gone.
	 * @param dialled the address that was dialled
	 * @param expected the member id meant
	 * @param actual the member id of the one that answered
	 * @param first how many members the first configuration has
	 * @return why they must not talk; {@code null} if they may
	 */
	static @Nullable Refusal compare(String dialled, int expected, int actual, int first) {
		if (expected == actual) {
			return null;
		}
		if (actual == TransportSettings.NO_MEMBER) {
			return new Refusal(RefusalReason.NOT_THERE,
					dialled + " was dialled as member " + expected + " and has no member id yet");
		}
		if (actual > expected && actual >= first) {
			return new Refusal(RefusalReason.NOT_THERE,
					dialled + " was dialled as member " + expected + " and is member " + actual + " now");
		}
		return new Refusal(RefusalReason.MEMBER_MISMATCH,
				dialled + " was dialled as member " + expected + " and is member " + actual
						+ "; correct vr.member-id of the process there, or the order of vr.members");
	}

	private static boolean hasList(Identity identity) {
		return identity.memberId() >= 0 && identity.memberCount() > 0;
	}

	private static boolean listsDiffer(String own, String other) {
		return !own.equals(other) && !hasUnknownPort(own) && !hasUnknownPort(other);
	}

	private static boolean hasUnknownPort(String members) {
		return (members + ",").contains(UNKNOWN_PORT + ",");
	}

}
