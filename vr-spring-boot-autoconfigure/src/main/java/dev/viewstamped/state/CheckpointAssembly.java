package dev.viewstamped.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.viewstamped.Digest;

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that is being fetched from another replica: finds out from the root page
 * down which pages are missing, checks what comes, and takes from checkpoints at hand
 * what is the same. Not thread-safe, and does not care which thread calls.
 * <p>
 * Keeps the pages that came and a short list of missing ones, which does not grow with
 * the state: pages are asked for in depth.
 */
public final class CheckpointAssembly {

	private final boolean sameFormat;

	private final PagePool pool;

	private final PageDigester digester = new PageDigester();

	/** As many leaves are read at once. */
	private final List<LeafReader> readers = List.of(new LeafReader(), new LeafReader());

	private final List<LeafReading<?, ?>> unread = new ArrayList<>();

	private final Map<Digest, IncomingPage> incoming = new LinkedHashMap<>();

	/** Pages of which an earlier assembly had a part. */
	private final Map<Digest, IncomingPage> begun = new HashMap<>();

	private final Deque<AssemblyNode> waiting = new ArrayDeque<>();

	private @Nullable Checkpoint checkpoint;

	private long expectedBytes;

	private long bytesHere;

	private long fetchedBytes;

	/**
	 * Create an assembly that needs nothing yet.
	 * @param sameFormat whether this service would write each page just as it comes
	 * @param pool what is at hand
	 */
	CheckpointAssembly(boolean sameFormat, PagePool pool) {
		this.sameFormat = sameFormat;
		this.pool = pool;
	}

	/**
	 * An assembly that needs nothing yet and takes over what has come for this one, which
	 * is of no use any more.
	 * @param atHand checkpoints that are at hand by now
	 */
	CheckpointAssembly next(boolean ofSameFormat, List<Checkpoint> atHand) {
		this.pool.add(atHand);
		CheckpointAssembly next = new CheckpointAssembly(ofSameFormat, this.pool);
		next.begun.putAll(this.begun);
		this.incoming.forEach((digest, page) -> {
			if (page.hasBegun()) {
				next.begun.put(digest, page.elsewhere());
			}
		});
		return next;
	}

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
		while (this.incoming.size() < limit && !this.waiting.isEmpty()) {
			AssemblyNode place = this.waiting.pop();
			this.incoming.computeIfAbsent(place.digest(), this::incoming).places().add(place);
		}
		return this.incoming.values().stream().limit(limit).map(IncomingPage::missing).toList();
	}

	private IncomingPage incoming(Digest digest) {
		IncomingPage page = this.begun.remove(digest);
		return (page != null) ? page : new IncomingPage(digest);
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
	 * a map that it does not have, or a value that it cannot read; the assembly is of no
	 * use any more
	 */
	public boolean accept(Digest digest, int length, int offset, byte[] bytes) {
		boolean useful = add(digest, length, offset, bytes);
		read();
		return useful;
	}

	/**
	 * Take a page or a part of one as {@link #accept} does, and do not read it yet.
	 * @param digest digest of the whole page
	 * @param length bytes of the whole page
	 * @param offset where in the page the bytes begin
	 * @param bytes the bytes
	 * @return whether it was of use
	 * @throws IllegalStateException as {@link #accept}
	 */
	public boolean add(Digest digest, int length, int offset, byte[] bytes) {
		IncomingPage page = this.incoming.get(digest);
		if (page == null || !page.add(length, offset, bytes)) {
			return false;
		}
		byte[] whole = page.whole();
		if (whole == null) {
			return true;
		}
		if (!this.digester.digest(whole, whole.length).equals(digest)) {
			page.clear();
			return false;
		}
		this.incoming.remove(digest);
		this.fetchedBytes += whole.length;
		page.places().forEach((place) -> place.open(whole));
		return true;
	}

	/**
	 * Read what was added, several pages at once.
	 * @throws IllegalStateException as {@link #accept}
	 */
	public void read() {
		int shares = Math.min(this.readers.size(), this.unread.size());
		IntStream share = IntStream.range(0, shares);
		((shares > 1) ? share.parallel() : share).forEach((first) -> {
			for (int i = first; i < this.unread.size(); i += shares) {
				this.unread.get(i).read(this.readers.get(first), this.sameFormat);
			}
		});
		List<LeafReading<?, ?>> done = List.copyOf(this.unread);
		this.unread.clear();
		done.forEach(LeafReading::take);
	}

	/**
	 * Whether no page is missing.
	 * @return {@code true} if the checkpoint can be had
	 */
	public boolean isComplete() {
		return this.checkpoint != null;
	}

	/**
	 * The checkpoint. Its digest is the one that was asked for, unless this service
	 * writes what it has read in another way than the one that took the checkpoint, as
	 * another version of the application may do: then it is the digest of what this
	 * service writes.
	 * @return the checkpoint
	 * @throws IllegalStateException if pages are missing
	 */
	public Checkpoint checkpoint() {
		Checkpoint result = this.checkpoint;
		if (result == null) {
			throw new IllegalStateException("Pages of the checkpoint are missing still. Ask isComplete() before");
		}
		return result;
	}

	/**
	 * How much is here: for operators.
	 * @return part of the checkpoint, from 0 to 1, as far as it is known
	 */
	public double progress() {
		if (isComplete()) {
			return 1;
		}
		return (this.expectedBytes > 0) ? Math.min(1, (double) this.bytesHere / this.expectedBytes) : 0;
	}

	/**
	 * Bytes of pages that came and were of use: for operators.
	 * @return the bytes
	 */
	public long fetchedBytes() {
		return this.fetchedBytes;
	}

	/**
	 * Fill a place from what is at hand, or have its page fetched, before those that were
	 * needed earlier.
	 */
	void need(AssemblyNode place) {
		if (!place.reuse(this.pool)) {
			this.waiting.push(place);
		}
	}

	void fetched(MapFormat<?, ?> format, Leaf<?, ?> leaf) {
		this.pool.add(format, leaf);
	}

	void fetched(Digest digest, byte[] chunk) {
		this.pool.add(digest, chunk);
	}

	/**
	 * Learn how much there is.
	 */
	void expect(RootPage page) {
		this.expectedBytes = page.maps().stream().mapToLong(RootPage.MapRoot::bytes).sum()
				+ page.sections().stream().mapToLong(RootPage.SectionRoot::length).sum();
	}

	/**
	 * Learn how much more of it is here.
	 */
	void here(long bytes) {
		this.bytesHere += bytes;
	}

	void read(LeafReading<?, ?> leaf) {
		this.unread.add(leaf);
	}

	void complete(Checkpoint result) {
		this.checkpoint = result;
	}

}
