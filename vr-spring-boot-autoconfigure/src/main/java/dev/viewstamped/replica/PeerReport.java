package dev.viewstamped.replica;

/**
 * What a replica knows of another member.
 *
 * @param memberId the member
 * @param lag ops that the member has not acknowledged; -1 if unknown, as it is anywhere
 * but at the primary
 * @param roundTripNanos time from a ping to its answer; -1 before the first answer
 * @param silentNanos time since the member was last heard; -1 if it never was
 * @param stopping whether it said last that its application is about to stop
 */
public record PeerReport(int memberId, long lag, long roundTripNanos, long silentNanos, boolean stopping) {

	public PeerReport(int memberId, long lag, long roundTripNanos, long silentNanos) {
		this(memberId, lag, roundTripNanos, silentNanos, false);
	}

}
