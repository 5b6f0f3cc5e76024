package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PageRequest;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Makes the pages that a member asks for, in the background, as many as fit into a
 * message. A page that is larger than that goes out in pieces, and is remembered so that
 * it is not made for each of them.
 */
final class PageCutter {

	private @Nullable Checkpoint largeIn;

	private List<Integer> largePath = List.of();

	private byte[] large = {};

	List<PagePiece> pieces(Checkpoint checkpoint, List<PageRequest> requests, int maxBytes) {
		List<PagePiece> pieces = new ArrayList<>();
		int room = maxBytes;
		for (PageRequest request : requests) {
			byte[] page = page(checkpoint, request.path());
			int offset = Math.min(request.offset(), page.length);
			int length = Math.min(maxBytes, page.length - offset);
			if (length > room) {
				break;
			}
			byte[] bytes = (length == page.length) ? page : Arrays.copyOfRange(page, offset, offset + length);
			pieces.add(new PagePiece(Checkpoint.digestOf(page), page.length, offset, bytes));
			if (offset + length < page.length) {
				this.largeIn = checkpoint;
				this.largePath = request.path();
				this.large = page;
			}
			room -= length;
		}
		return pieces;
	}

	private byte[] page(Checkpoint checkpoint, List<Integer> path) {
		return (checkpoint == this.largeIn && path.equals(this.largePath)) ? this.large : checkpoint.page(path);
	}

}
