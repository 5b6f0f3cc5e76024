package dev.viewstamped.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

/**
 * Makes checkpoints, from snapshots and from the pages of other replicas: knows the types
 * of the maps. Safe for use by any thread; its methods take time, so call none on a loop.
 */
public final class CheckpointCodec {

	/**
	 * Make a checkpoint: encode the pages that no earlier checkpoint has, and digest
	 * them.
	 * @param viewstamp identity of the last entry whose effects are in the snapshot
	 * @param snapshot the state
	 * @return the checkpoint
	 */
	public Checkpoint take(Viewstamp viewstamp, Snapshot snapshot) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Begin to fetch a checkpoint.
	 * @param viewstamp identity of its last entry
	 * @param digest its digest
	 * @param atHand checkpoints from which pages are taken that are the same
	 * @return the assembly
	 */
	public CheckpointAssembly assemble(Viewstamp viewstamp, Digest digest, List<Checkpoint> atHand) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Write a checkpoint as one stream.
	 * @param checkpoint the checkpoint
	 * @param out where it goes; not closed
	 * @throws IOException if that fails
	 */
	public void write(Checkpoint checkpoint, OutputStream out) throws IOException {
		throw new UnsupportedOperationException();
	}

	/**
	 * Read a checkpoint that was written by {@link #write}, and verify it.
	 * @param in where it comes from; read to the end of the checkpoint
	 * @return the checkpoint
	 * @throws IOException if that fails, or what is read is not a whole checkpoint
	 */
	public Checkpoint read(InputStream in) throws IOException {
		throw new UnsupportedOperationException();
	}

}
