package dev.viewstamped.message;

import java.util.List;

import dev.viewstamped.Viewstamp;

/**
 * NEWSTATE (§5.2): a piece of the sender's log.
 *
 * @param header the sender; its view is the one whose log this is a piece of
 * @param parent viewstamp of the entry before the first one
 * @param entries the entries, by ascending op-number without a gap; empty if the sender
 * has none from there on
 * @param commitNumber the sender's commit-number
 */
public record NewState(Header header, Viewstamp parent, List<Entry> entries, long commitNumber) implements PeerMessage {

}
