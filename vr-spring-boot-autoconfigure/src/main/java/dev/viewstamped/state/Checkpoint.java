package dev.viewstamped.state;

import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

/**
 * A checkpoint (VR Revisited §5.1): all that the log up to an entry has led to, as a tree
 * of pages whose digests lead up to one root (Merkle). Immutable, and safe for use by any
 * thread.
 */
public final class Checkpoint {

	/**
	 * Identity of the last entry whose effects are in the checkpoint.
	 * @return the viewstamp
	 */
	public Viewstamp viewstamp() {
		throw new UnsupportedOperationException();
	}

	/**
	 * The op-number up to which the checkpoint holds the effects of the log.
	 * @return the op-number
	 */
	public long opNumber() {
		return viewstamp().opNumber();
	}

	/**
	 * Digest of the root page.
	 * @return the digest
	 */
	public Digest digest() {
		throw new UnsupportedOperationException();
	}

	/**
	 * The state.
	 * @return the snapshot
	 */
	public Snapshot snapshot() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Number of pages, for operators.
	 * @return the number of pages
	 */
	public long pageCount() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Encode a page.
	 * @param path the child to go to at each level, from the root page down; empty for
	 * the root page
	 * @return its bytes
	 * @throws IllegalArgumentException if there is no such page
	 */
	public byte[] page(List<Integer> path) {
		throw new UnsupportedOperationException();
	}

}
