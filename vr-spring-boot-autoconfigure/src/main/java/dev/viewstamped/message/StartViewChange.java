package dev.viewstamped.message;

/**
 * STARTVIEWCHANGE (§4.2 step 1), in two meanings. Not entered: a vote to leave the
 * header's view, which changes nothing yet. Entered: the sender is in the header's view,
 * and a quorum had voted to leave the one before.
 *
 * @param header the sender; its view is the one to leave, or the one entered
 * @param entered which of the two
 */
public record StartViewChange(Header header, boolean entered) implements PeerMessage {

}
