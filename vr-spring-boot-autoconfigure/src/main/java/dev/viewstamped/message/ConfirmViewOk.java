package dev.viewstamped.message;

/**
 * Answer to {@link ConfirmView}: the sender is normal in the header's view.
 *
 * @param header the backup
 * @param round the round of the question
 * @param granted whether the sender lets the view stand for as long as it was asked to
 */
public record ConfirmViewOk(Header header, long round, boolean granted) implements PeerMessage {

	public ConfirmViewOk(Header header, long round) {
		this(header, round, false);
	}

}
