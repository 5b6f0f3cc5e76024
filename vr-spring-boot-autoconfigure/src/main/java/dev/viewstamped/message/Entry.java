package dev.viewstamped.message;

import java.util.UUID;

import dev.viewstamped.Viewstamp;

/**
 * One entry of the log: one request of a client, with the place and the time that the
 * primary gave it. Entries of a group with the same viewstamp are the same entry.
 *
 * @param epoch the epoch in which the entry was made
 * @param view the view in which the entry was made
 * @param opNumber the position in the log, from 1
 * @param timestampNanos the primary's predicted time (§4.4), nanoseconds of the Unix
 * epoch; strictly greater than that of the entry before
 * @param operation what the entry asks for
 * @param client identity of the client
 * @param session op-number of the client's REGISTER entry; 0 in that entry
 * @param requestNumber the client's number of the request; 0 in a REGISTER entry
 * @param acknowledged every request of the client up to this number is finished
 * @param payload the command; never changed once it is in an entry
 */
public record Entry(long epoch, long view, long opNumber, long timestampNanos, Operation operation, UUID client,
		long session, long requestNumber, long acknowledged, byte[] payload) {

	/**
	 * Identity of the entry.
	 * @return the viewstamp
	 */
	public Viewstamp viewstamp() {
		return new Viewstamp(this.epoch, this.view, this.opNumber);
	}

}
