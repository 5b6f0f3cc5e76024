package dev.viewstamped.message;

/**
 * Asks backups whether the view still stands, for linearizable reads.
 *
 * @param header the primary
 * @param round grows with each question
 */
public record ConfirmView(Header header, long round) implements PeerMessage {

}
