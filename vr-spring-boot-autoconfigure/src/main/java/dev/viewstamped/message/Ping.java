package dev.viewstamped.message;

/**
 * A sign of life, answered by {@link Pong}. Not in the paper: it lets every member know
 * which others it can reach.
 *
 * @param header the sender
 * @param normal whether the sender's status is normal
 * @param stopping whether the sender's application is about to stop
 * @param sentAtNanos the sender's monotonic clock, sent back by the answer
 */
public record Ping(Header header, boolean normal, boolean stopping, long sentAtNanos) implements PeerMessage {

	public Ping(Header header, boolean normal, long sentAtNanos) {
		this(header, normal, false, sentAtNanos);
	}

}
