package dev.viewstamped.message;

/**
 * STARTVIEW (§4.2 step 5): the log of a view, from its primary, made from its current
 * state each time it is sent.
 *
 * @param header the primary
 * @param crashVector the incarnations that the primary knows
 * @param history the viewstamps of the primary's log
 * @param commitNumber the primary's commit-number
 */
public record StartView(Header header, CrashVector crashVector, History history,
		long commitNumber) implements PeerMessage {

}
