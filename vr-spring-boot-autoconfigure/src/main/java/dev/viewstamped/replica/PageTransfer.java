package dev.viewstamped.replica;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PageRequest;
import dev.viewstamped.replica.PageFetch.Step;
import dev.viewstamped.replica.PageRequests.Request;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointAssembly.MissingPage;
import dev.viewstamped.state.CheckpointCodec;

import org.jspecify.annotations.Nullable;

/**
 * Fetches the pages of one checkpoint (§5.1), aside from this replica's state. Few
 * batches are under way at a time and the rate is bounded, so that it costs the group
 * little; one at a time, with rests, where the group serves without this replica. Pages
 * are known by their digests, so any member that has the checkpoint will do as source.
 * What has come stays over a change of source and while the transfer is suspended, and
 * another checkpoint takes from it what is the same.
 */
final class PageTransfer {

	/** One more than is asked for: a late answer of another source may come between. */
	private static final int MAX_STEPS = PageRequests.MAX_UNDER_WAY + 1;

	/** How often a source is asked before another one is. */
	private static final int TRIES = 2;

	private static final int RESTING_HEARTBEATS = 4;

	private final ReplicaState state;

	private final Background background;

	private final Supplier<CheckpointCodec> codec;

	private final Supplier<List<Checkpoint>> atHand;

	private final Sources sources;

	private final Consumer<Checkpoint> whenComplete;

	private final Pace pace;

	private final Courtesy courtesy;

	private final Patience patience;

	private final PageRequests requests;

	private @Nullable PageFetch fetch;

	private @Nullable Step reached;

	private boolean active;

	/** Steps of the present fetch that the background has to do. */
	private int working;

	private int source;

	/** Answers that the checkpoint is not there, since something came last. */
	private int refusals;

	/** Times that the source has not answered, since something came last. */
	private int unanswered;

	/** Since when there has been no answer to what was asked. */
	private long unansweredNanos;

	private long lastProgressNanos;

	private long sinceNanos;

	private long pages;

	/** What earlier fetches of this transfer have brought. */
	private long earlierBytes;

	/**
	 * @param atHand checkpoints of this replica
	 * @param whenComplete takes the checkpoint
	 */
	PageTransfer(ReplicaState state, Sources sources, Background background, Supplier<CheckpointCodec> codec,
			Supplier<List<Checkpoint>> atHand, Consumer<Checkpoint> whenComplete) {
		this.state = state;
		this.sources = sources;
		this.background = background;
		this.codec = codec;
		this.atHand = atHand;
		this.whenComplete = whenComplete;
		this.lastProgressNanos = state.nowNanos;
		this.pace = new Pace(state.options.checkpoints().transferBytesPerSecond(), state.nowNanos);
		this.courtesy = new Courtesy(RESTING_HEARTBEATS * state.options.heartbeatIntervalNanos(), state.nowNanos);
		this.patience = new Patience(2 * state.options.heartbeatIntervalNanos(),
				state.options.viewChangeTimeoutNanos());
		this.requests = new PageRequests(state.options.checkpoints().maxPageBytes());
	}

	boolean isActive() {
		return this.active;
	}

	int source() {
		return this.source;
	}

	/**
	 * When something came last; now, if it is this replica that takes its time.
	 */
	long lastProgressNanos() {
		long now = this.state.nowNanos;
		boolean ownTime = this.working > 0 || !this.pace.allows(now) || !this.courtesy.allows(now);
		return (this.active && ownTime) ? now : this.lastProgressNanos;
	}

	/**
	 * Fetch a checkpoint, or go on fetching it.
	 * @param sameFormat whether it was written as this replica would write it
	 * @param from the member to ask first, if it is not being fetched already
	 */
	void fetch(CheckpointId id, boolean sameFormat, int from) {
		PageFetch current = this.fetch;
		this.active = true;
		this.refusals = 0;
		this.lastProgressNanos = this.state.nowNanos;
		if (current == null || !current.id().equals(id)) {
			this.source = from;
			this.unanswered = 0;
			this.requests.clear();
			begin(new PageFetch(id, sameFormat, this.requests.usefulPages(), current));
		}
		completeOrAdvance();
	}

	private void begin(PageFetch begun) {
		Step before = this.reached;
		if (this.fetch == null) {
			this.sinceNanos = this.state.nowNanos;
			this.pages = 0;
			this.earlierBytes = 0;
		}
		else if (before != null) {
			this.earlierBytes += before.fetchedBytes();
		}
		this.fetch = begun;
		this.reached = null;
		this.working = 0;
		List<Checkpoint> known = this.atHand.get();
		work(begun, null, () -> begun.begin(this.codec.get(), known));
	}

	/**
	 * Ask for nothing more until the next fetch. What has come is kept.
	 */
	void suspend() {
		this.active = false;
	}

	/**
	 * Forget all that has come.
	 */
	void forget() {
		this.active = false;
		this.fetch = null;
		this.reached = null;
		this.working = 0;
	}

	void on(NewPages message) {
		PageFetch current = this.fetch;
		if (current == null || this.working == MAX_STEPS || !current.id().equals(message.checkpoint())) {
			return;
		}
		List<PagePiece> pieces = message.pieces();
		long bytes = pieces.stream().mapToLong((piece) -> piece.bytes().length).sum();
		this.pace.spend(bytes, this.state.nowNanos);
		this.unansweredNanos = this.state.nowNanos;
		work(current, this.requests.answered(pieces, bytes), () -> current.accept(pieces));
	}

	/**
	 * The source has answered that it does not have the checkpoint.
	 * @return whether there is another one to ask
	 */
	boolean refused() {
		this.refusals++;
		if (this.refusals >= this.state.participants.sources().size() - 1) {
			suspend();
			return false;
		}
		nextSource();
		completeOrAdvance();
		return true;
	}

	void tick() {
		if (this.active && !this.requests.isEmpty() && this.working == 0
				&& this.patience.isOver(this.unansweredNanos, this.state.nowNanos)) {
			this.patience.wasInVain();
			askAgain();
		}
		completeOrAdvance();
	}

	/**
	 * How far the transfer is.
	 * @return {@code null} if none is under way
	 */
	@Nullable TransferReport report() {
		PageFetch current = this.fetch;
		if (current == null || !this.active) {
			return null;
		}
		Step step = this.reached;
		return new TransferReport(current.id().opNumber(), this.source, (step != null) ? step.progress() : 0,
				this.earlierBytes + ((step != null) ? step.fetchedBytes() : 0), this.pages,
				this.state.nowNanos - this.sinceNanos);
	}

	/**
	 * Pages, or parts of large ones, that have come in all transfers.
	 */
	long receivedPages() {
		return this.requests.receivedPages();
	}

	/**
	 * Bytes of them.
	 */
	long receivedBytes() {
		return this.requests.receivedBytes();
	}

	/**
	 * Another member may no longer have what is fetched, and a member that answers late
	 * gets no faster by being left.
	 */
	private void askAgain() {
		this.unanswered++;
		if (this.unanswered < TRIES && this.sources.isInContact(this.source)) {
			this.requests.clear();
		}
		else {
			nextSource();
		}
	}

	private void nextSource() {
		this.source = this.sources.after(this.source);
		this.unanswered = 0;
		this.requests.clear();
	}

	private void completeOrAdvance() {
		Step step = this.reached;
		PageFetch current = this.fetch;
		if (!this.active || step == null || current == null) {
			return;
		}
		Checkpoint checkpoint = step.checkpoint();
		if (checkpoint != null) {
			this.active = false;
			this.whenComplete.accept(checkpoint);
			return;
		}
		boolean more = true;
		while (more && mayAsk()) {
			more = ask(current, this.requests.next(step.missing()));
		}
	}

	private boolean mayAsk() {
		long now = this.state.nowNanos;
		if (!this.pace.allows(now)) {
			return false;
		}
		boolean urgent = this.state.status() != Status.NORMAL;
		boolean alone = this.requests.isEmpty() && this.working == 0;
		return urgent || (this.courtesy.allows(now) && (alone || !this.courtesy.isDue()));
	}

	private boolean ask(PageFetch current, List<MissingPage> pages) {
		if (pages.isEmpty()) {
			return false;
		}
		if (this.requests.isFirst()) {
			this.unansweredNanos = this.state.nowNanos;
		}
		this.courtesy.asked(this.state.nowNanos, this.state.heardCommitNumber());
		this.state.send(this.source,
				new GetPages(this.state.header(), current.id(), pages.stream().map(PageTransfer::request).toList()));
		return true;
	}

	private static PageRequest request(MissingPage page) {
		return new PageRequest(page.path(), page.offset());
	}

	private void work(PageFetch on, @Nullable Request answered, Supplier<Step> step) {
		this.working++;
		this.background.run(step, (result) -> done(on, answered, result), (failure) -> failed(on, failure));
	}

	private void done(PageFetch on, @Nullable Request answered, Step step) {
		if (on != this.fetch || this.state.status() == Status.STOPPED) {
			return;
		}
		this.state.nowNanos = this.state.time.monotonicNanos();
		this.working--;
		boolean first = this.reached == null;
		this.reached = step;
		this.pages += step.useful();
		if (first || step.useful() > 0) {
			this.lastProgressNanos = this.state.nowNanos;
			this.refusals = 0;
			this.unanswered = 0;
			this.patience.paidOff();
		}
		if (answered != null) {
			this.requests.read(answered);
			this.courtesy.read(this.state.nowNanos, this.state.heardCommitNumber());
		}
		completeOrAdvance();
	}

	private void failed(PageFetch on, Throwable ex) {
		if (on == this.fetch) {
			this.state.stop(new Condition(Condition.HANDLER_ERROR, "The state of op " + on.id().opNumber()
					+ " that the other members have cannot be taken: " + ex
					+ ". Install the version of the service that they run, or one that reads what it has written, "
					+ "and restart this replica."));
		}
	}

}
