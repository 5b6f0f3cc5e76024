package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;

import org.jspecify.annotations.Nullable;

/**
 * A session of the client table at one moment.
 *
 * @param client identity of the client
 * @param opened identity of the entry that opened the session
 * @param maxResultBytes size of the largest result that is kept
 * @param low the request up to which the client has finished with all
 * @param lastOpNumber op-number of the client's last entry
 * @param lastTimestampNanos replicated time of that entry
 * @param ring the replies in any order, not changed by anyone
 */
record SessionSnapshot(UUID client, Viewstamp opened, int maxResultBytes, long low, long lastOpNumber,
		long lastTimestampNanos, @Nullable StoredReply[] ring) {

	/**
	 * The replies by request number.
	 */
	List<StoredReply> replies() {
		List<StoredReply> replies = new ArrayList<>();
		for (StoredReply reply : this.ring) {
			if (reply != null) {
				replies.add(reply);
			}
		}
		replies.sort(Comparator.comparingLong(StoredReply::requestNumber));
		return replies;
	}

}
