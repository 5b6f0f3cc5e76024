package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointAssembly;
import dev.viewstamped.state.CheckpointAssembly.MissingPage;
import dev.viewstamped.state.CheckpointCodec;

import org.jspecify.annotations.Nullable;

/**
 * The part of a transfer of pages that takes too long for the loop: done by the
 * {@link Background}, one step after the other, so that it needs no lock.
 */
final class PageFetch {

	private final CheckpointId id;

	private final boolean sameFormat;

	private final int maxRequests;

	private @Nullable PageFetch earlier;

	private @Nullable CheckpointAssembly assembly;

	/**
	 * Where a fetch has got to.
	 *
	 * @param useful pages or parts of pages that the last step has brought
	 * @param missing pages to ask for
	 * @param progress part of the checkpoint that is here, from 0 to 1
	 * @param fetchedBytes bytes of pages that came
	 * @param checkpoint the checkpoint, once nothing is missing
	 */
	record Step(int useful, List<MissingPage> missing, double progress, long fetchedBytes,
			@Nullable Checkpoint checkpoint) {

	}

	/**
	 * @param sameFormat whether it was written as this replica would write it
	 * @param maxRequests how many pages to ask for at once
	 * @param earlier an earlier fetch, whose pages are taken where they are the same
	 */
	PageFetch(CheckpointId id, boolean sameFormat, int maxRequests, @Nullable PageFetch earlier) {
		this.id = id;
		this.sameFormat = sameFormat;
		this.maxRequests = maxRequests;
		this.earlier = earlier;
	}

	CheckpointId id() {
		return this.id;
	}

	/**
	 * Find out what is missing.
	 * @param atHand checkpoints from which pages are taken that are the same
	 */
	Step begin(CheckpointCodec codec, List<Checkpoint> atHand) {
		PageFetch before = this.earlier;
		CheckpointAssembly pool = (before != null) ? before.assembly : null;
		this.earlier = null;
		CheckpointAssembly begun = codec.assemble(this.id.viewstamp(), this.id.digest(), this.sameFormat, atHand, pool);
		this.assembly = begun;
		return step(begun, 0);
	}

	/**
	 * Take what came.
	 * @throws IllegalStateException if this service cannot read it
	 */
	Step accept(List<PagePiece> pieces) {
		CheckpointAssembly begun = this.assembly;
		if (begun == null) {
			throw new IllegalStateException("Pages of " + this.id + " before it was begun");
		}
		int useful = 0;
		for (PagePiece piece : pieces) {
			useful += begun.add(piece.digest(), piece.length(), piece.offset(), piece.bytes()) ? 1 : 0;
		}
		begun.read();
		return step(begun, useful);
	}

	private Step step(CheckpointAssembly assembly, int useful) {
		boolean complete = assembly.isComplete();
		return new Step(useful, complete ? List.of() : assembly.missing(this.maxRequests), assembly.progress(),
				assembly.fetchedBytes(), complete ? assembly.checkpoint() : null);
	}

}
