package dev.viewstamped.message;

import java.util.List;

/**
 * Asks for pages of a checkpoint (§5.1: only what differs is fetched). Changes nothing at
 * its receiver.
 *
 * @param header the sender
 * @param checkpoint the checkpoint
 * @param pages the pages
 */
public record GetPages(Header header, CheckpointId checkpoint, List<PageRequest> pages) implements PeerMessage {

	public GetPages {
		pages = List.copyOf(pages);
	}

}
