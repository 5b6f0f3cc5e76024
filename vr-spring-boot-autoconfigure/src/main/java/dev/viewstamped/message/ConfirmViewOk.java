package dev.viewstamped.message;

/**
 * Answer to {@link ConfirmView}: the sender is normal in the header's view.
 *
 * @param header the backup
 * @param round the round of the question
 */
public record ConfirmViewOk(Header header, long round) implements PeerMessage {

}
