package dev.viewstamped.storage;

/**
 * Whose state a directory keeps.
 *
 * @param groupName name of the group
 * @param memberId the member
 */
public record StorageIdentity(String groupName, int memberId) {

	private static final int MAX_NAME_LENGTH = 512;

	public StorageIdentity {
		if (groupName.length() > MAX_NAME_LENGTH) {
			throw new IllegalArgumentException("vr.group has %d characters, and a durable group's name %d at most"
				.formatted(groupName.length(), MAX_NAME_LENGTH));
		}
		if (memberId < 0) {
			throw new IllegalArgumentException("No member has the id " + memberId);
		}
	}

}
