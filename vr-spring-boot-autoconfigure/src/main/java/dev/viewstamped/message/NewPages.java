package dev.viewstamped.message;

import java.util.List;

/**
 * Pages of a checkpoint, in answer to {@link GetPages}: as many of those that were asked
 * for as fit into a message.
 *
 * @param header the sender
 * @param checkpoint the checkpoint
 * @param pieces the pages
 */
public record NewPages(Header header, CheckpointId checkpoint, List<PagePiece> pieces) implements PeerMessage {

	public NewPages {
		pieces = List.copyOf(pieces);
	}

}
