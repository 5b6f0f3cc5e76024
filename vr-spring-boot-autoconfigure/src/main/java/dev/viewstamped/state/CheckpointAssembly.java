package dev.viewstamped.state;

import java.util.List;

import dev.viewstamped.Digest;

/**
 * A checkpoint that is being fetched from another replica: finds out from the root page
 * down which pages are missing, checks what comes, and takes from checkpoints at hand
 * what is the same. Not thread-safe, and does not care which thread calls.
 */
public final class CheckpointAssembly {

	/**
	 * A page that is missing.
	 *
	 * @param path where it is, as in {@link Checkpoint#page}
	 * @param digest its digest
	 * @param offset how many of its bytes are here already
	 */
	public record MissingPage(List<Integer> path, Digest digest, int offset) {

		public MissingPage {
			path = List.copyOf(path);
		}

	}

	/**
	 * Pages that are known to be missing.
	 * @param limit how many at most
	 * @return the pages, the same ones each time until they come; empty if none is
	 */
	public List<MissingPage> missing(int limit) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Take a page or a part of one. What is not missing, does not follow what is here of
	 * the page, or turns out not to have the digest, is dropped.
	 * @param digest digest of the whole page
	 * @param length bytes of the whole page
	 * @param offset where in the page the bytes begin
	 * @param bytes the bytes
	 * @return whether it was of use
	 * @throws IllegalStateException if the page is right but this service cannot read it:
	 * a map that it does not have, or a value that it cannot read
	 */
	public boolean accept(Digest digest, int length, int offset, byte[] bytes) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Whether no page is missing.
	 * @return {@code true} if the checkpoint can be had
	 */
	public boolean isComplete() {
		throw new UnsupportedOperationException();
	}

	/**
	 * The checkpoint.
	 * @return the checkpoint
	 * @throws IllegalStateException if pages are missing
	 */
	public Checkpoint checkpoint() {
		throw new UnsupportedOperationException();
	}

	/**
	 * How much is here: for operators.
	 * @return part of the checkpoint, from 0 to 1, as far as it is known
	 */
	public double progress() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Bytes of pages that came and were of use: for operators.
	 * @return the bytes
	 */
	public long fetchedBytes() {
		throw new UnsupportedOperationException();
	}

}
