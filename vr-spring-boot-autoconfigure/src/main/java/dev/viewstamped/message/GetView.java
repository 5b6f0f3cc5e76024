package dev.viewstamped.message;

/**
 * Asks the primary of a view for {@link StartView}, by a replica that heard of the view
 * and does not have its log.
 *
 * @param header the sender, in whatever view it is
 * @param wantedView the view asked for
 */
public record GetView(Header header, long wantedView) implements PeerMessage {

}
