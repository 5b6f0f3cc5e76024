package dev.viewstamped.message;

/**
 * DOVIEWCHANGE (§4.2 step 3): what the sender knows, to the primary of the new view. All
 * that a replica sends for one view are the same.
 *
 * @param header the sender, in the new view
 * @param crashVector the incarnations that the sender knows
 * @param lastNormalView the last view in which the sender's status was normal
 * @param history the viewstamps of the sender's log
 * @param commitNumber the sender's commit-number
 */
public record DoViewChange(Header header, CrashVector crashVector, long lastNormalView, History history,
		long commitNumber) implements PeerMessage {

}
