package dev.viewstamped.transport;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Gives the same object for an identity that is read again and again: that of the group
 * in each message, and those of clients in entries, which the log keeps. Safe for use by
 * several threads: at worst two of them make an object each.
 */
final class UuidCache {

	private static final int SLOTS = 1024;

	private final @Nullable UUID[] slots = new @Nullable UUID[SLOTS];

	UUID get(long mostSignificantBits, long leastSignificantBits) {
		long mixed = mostSignificantBits ^ leastSignificantBits;
		int slot = (int) (mixed ^ (mixed >>> 32)) & (SLOTS - 1);
		UUID known = this.slots[slot];
		if (known != null && known.getMostSignificantBits() == mostSignificantBits
				&& known.getLeastSignificantBits() == leastSignificantBits) {
			return known;
		}
		UUID made = new UUID(mostSignificantBits, leastSignificantBits);
		this.slots[slot] = made;
		return made;
	}

}
