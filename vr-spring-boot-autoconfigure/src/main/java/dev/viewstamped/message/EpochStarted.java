package dev.viewstamped.message;

/**
 * EPOCHSTARTED (§7.1): to the members that were replaced, and as the answer to
 * {@link StartEpoch} of an epoch that the sender has entered. A promise: the sender has
 * the whole log up to the epoch's begin, in durable mode on disk.
 *
 * @param header the sender, in the new epoch
 * @param checked whether CHECKEPOCH (§7.3) was executed in the new epoch
 */
public record EpochStarted(Header header, boolean checked) implements PeerMessage {

}
