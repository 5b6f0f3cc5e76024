package dev.viewstamped.message;

/**
 * Asks backups whether the view still stands, for linearizable reads, and for a lease on
 * it (§6.3.1).
 *
 * @param header the primary
 * @param round grows with each question
 * @param leaseNanos for how long the primary asks them to let the view stand; 0 if it
 * asks for no lease
 */
public record ConfirmView(Header header, long round, long leaseNanos) implements PeerMessage {

	public ConfirmView(Header header, long round) {
		this(header, round, 0);
	}

}
