package dev.viewstamped.message;

import java.util.List;

import dev.viewstamped.Viewstamp;

/**
 * PREPARE (§4.1 step 3): the primary asks backups to append entries, several at a time
 * (§6.2).
 *
 * @param header the primary
 * @param parent viewstamp of the entry before the first one
 * @param commitNumber the primary's commit-number
 * @param entries the entries, by ascending op-number without a gap
 */
public record Prepare(Header header, Viewstamp parent, long commitNumber, List<Entry> entries) implements PeerMessage {

}
