package dev.viewstamped.message;

/**
 * COMMIT (§4.1 step 6): the idle primary's sign of life.
 *
 * @param header the primary
 * @param opNumber the primary's op-number
 * @param commitNumber the primary's commit-number
 */
public record Commit(Header header, long opNumber, long commitNumber) implements PeerMessage {

}
