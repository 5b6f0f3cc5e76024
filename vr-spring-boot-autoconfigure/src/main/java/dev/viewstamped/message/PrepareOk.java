package dev.viewstamped.message;

/**
 * PREPAREOK (§4.1 step 4): the backup has every entry of the view's log up to an
 * op-number. Also the answer to {@link Commit}, so that a lost one is made good.
 *
 * @param header the backup
 * @param opNumber the backup's op-number
 */
public record PrepareOk(Header header, long opNumber) implements PeerMessage {

}
