package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.viewstamped.Digest;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.state.CheckpointAssembly.MissingPage;

import org.jspecify.annotations.Nullable;

/**
 * The questions for pages that one member has been asked and has not answered. Several
 * are under way at a time, none of them for a page of another, so that neither side waits
 * for the other's work: one cuts pages while the other one reads those that came before.
 * Each is for about as many pages as fit into an answer.
 */
final class PageRequests {

	static final int MAX_UNDER_WAY = 4;

	/** Few pages are smaller. */
	private static final int SMALL_PAGE_BYTES = 256;

	private static final int FIRST_PAGES = 32;

	private static final int MAX_PAGES = 256;

	/** One may come later than the next one. */
	private static final int OVERTAKEN_IF_LOST = 2;

	private final int maxBytes;

	private final Deque<Request> unanswered = new ArrayDeque<>();

	/** Pages of questions without an answer, and of answers that are being read. */
	private final Set<Digest> asked = new HashSet<>();

	/** What has come in all transfers, what was of no use included. */
	private long receivedPages;

	private long receivedBytes;

	/**
	 * @param maxBytes bytes of pages that fit into an answer
	 */
	PageRequests(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	/**
	 * How many missing pages are needed to have enough to ask for.
	 */
	int usefulPages() {
		return MAX_UNDER_WAY * Math.min(MAX_PAGES, 1 + this.maxBytes / SMALL_PAGE_BYTES);
	}

	boolean isEmpty() {
		return this.unanswered.isEmpty();
	}

	/**
	 * Whether there is one question under way only.
	 */
	boolean isFirst() {
		return this.unanswered.size() == 1;
	}

	/**
	 * Ask for pages that were not asked for yet.
	 * @param missing all that is known to be missing
	 * @return what to ask for; empty if there is nothing to ask, or enough under way
	 */
	List<MissingPage> next(List<MissingPage> missing) {
		List<MissingPage> pages = new ArrayList<>();
		if (this.unanswered.size() == MAX_UNDER_WAY) {
			return pages;
		}
		int count = pagesInAnswer();
		Request request = new Request();
		for (MissingPage page : missing) {
			if (pages.size() == count) {
				break;
			}
			if (this.asked.add(page.digest())) {
				request.offsets.put(page.digest(), page.offset());
				pages.add(page);
			}
		}
		if (!pages.isEmpty()) {
			this.unanswered.add(request);
		}
		return pages;
	}

	/**
	 * An answer has come, and is going to be read.
	 * @param bytes of all the pieces
	 * @return the question; {@code null} if there is none that it answers
	 */
	@Nullable Request answered(List<PagePiece> pieces, long bytes) {
		this.receivedPages += pieces.size();
		this.receivedBytes += bytes;
		Request answered = null;
		for (Request request : this.unanswered) {
			if (pieces.stream().anyMatch(request::isFor)) {
				answered = request;
				break;
			}
		}
		if (answered != null) {
			overtake(answered);
		}
		return answered;
	}

	/**
	 * A question that was sent before some that have been answered is lost, and what it
	 * was for is asked for again.
	 */
	private void overtake(Request answered) {
		List<Request> lost = new ArrayList<>();
		for (Request request : this.unanswered) {
			if (request == answered) {
				break;
			}
			request.overtaken++;
			if (request.overtaken == OVERTAKEN_IF_LOST) {
				lost.add(request);
			}
		}
		this.unanswered.remove(answered);
		this.unanswered.removeAll(lost);
		lost.forEach(this::read);
	}

	/**
	 * An answer has been read. What it lacked may be asked for again.
	 */
	void read(Request request) {
		this.asked.removeAll(request.offsets.keySet());
	}

	/**
	 * Forget all questions: another member is going to be asked.
	 */
	void clear() {
		this.unanswered.clear();
		this.asked.clear();
	}

	long receivedPages() {
		return this.receivedPages;
	}

	long receivedBytes() {
		return this.receivedBytes;
	}

	/** Leaves some room, as pages differ. */
	private int pagesInAnswer() {
		if (this.receivedPages == 0) {
			return FIRST_PAGES;
		}
		long pageBytes = Math.max(1, this.receivedBytes / this.receivedPages);
		return (int) Math.max(1, Math.min(MAX_PAGES, this.maxBytes / pageBytes * 7 / 8));
	}

	/**
	 * A question.
	 */
	static final class Request {

		/** Where in each page the part begins that is asked for. */
		private final Map<Digest, Integer> offsets = new HashMap<>();

		/** Questions that were sent later and have been answered. */
		private int overtaken;

		private boolean isFor(PagePiece piece) {
			Integer offset = this.offsets.get(piece.digest());
			return offset != null && offset == piece.offset();
		}

	}

}
