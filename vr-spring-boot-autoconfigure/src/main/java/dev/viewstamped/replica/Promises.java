package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;

/**
 * What a durable replica must not forget: the variables of the paper (§4, figure 2) that
 * messages to others have made promises of.
 *
 * @param groupId identity of the group
 * @param configuration the members, with the epoch
 * @param view the view
 * @param lastNormalView the last view in which the status was normal
 * @param incarnation number of the replica's life
 * @param crashVector the lives that it knows
 * @param commitNumber op-number up to which entries are known to be committed: a hint, it
 * may be older than the rest
 */
public record Promises(UUID groupId, Configuration configuration, long view, long lastNormalView, long incarnation,
		CrashVector crashVector, long commitNumber) {

}
