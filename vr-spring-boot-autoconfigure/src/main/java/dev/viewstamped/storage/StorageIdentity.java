package dev.viewstamped.storage;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Whose state a directory keeps now. Changes nothing there.
	 * @param directory the directory
	 * @return the identity; {@code null} if no state is kept, or none that can be trusted
	 * @throws StorageException if the directory cannot be read, or is of another format
	 */
	public static @Nullable StorageIdentity peek(StorageDirectory directory) {
		try {
			SuperblockFile file = new SuperblockFile(directory);
			Superblock superblock = file.exists() ? file.read() : null;
			return (superblock != null && superblock.state() == Superblock.State.KEPT) ? superblock.identity() : null;
		}
		catch (IOException ex) {
			throw StorageException.unreadable(directory, ex);
		}
	}

}
