package dev.viewstamped.replica;

import java.util.List;
import java.util.function.Supplier;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;

import org.jspecify.annotations.Nullable;

/**
 * The part of state transfer that is about checkpoints: which one to fetch where the
 * entries that are asked for are gone (§5.2), and what becomes of it when it is here. It
 * moves to a later checkpoint when the one that is fetched is gone, and to an earlier one
 * only if nobody has it any more. What has come is used for the next one.
 */
final class CheckpointTransfer {

	private final ReplicaState state;

	private final Checkpoints checkpoints;

	private final Sources sources;

	private final PageTransfer pages;

	private final StateTransfer transfer;

	/** What is being fetched, or was when the last target was given up. */
	private @Nullable CheckpointOffer wanted;

	/** Whether it was written as this replica would write it. */
	private boolean sameFormat;

	/** A checkpoint of the target's log, after which the entries are fetched. */
	private @Nullable Checkpoint aside;

	/** The view of whose log it is. */
	private long asideView;

	/** When the primary was asked last for what follows. */
	private long askedPrimaryNanos;

	CheckpointTransfer(ReplicaState state, Checkpoints checkpoints, Sources sources, Background background,
			Supplier<CheckpointCodec> codec, StateTransfer transfer) {
		this.state = state;
		this.checkpoints = checkpoints;
		this.sources = sources;
		this.pages = new PageTransfer(state, sources, background, codec, this::atHand, this::completed);
		this.transfer = transfer;
		this.askedPrimaryNanos = state.nowNanos - state.options.viewChangeTimeoutNanos();
	}

	/**
	 * Whether pages are being fetched.
	 */
	boolean isActive() {
		return this.pages.isActive();
	}

	/**
	 * When pages came last, while they are being fetched.
	 */
	long lastProgressNanos() {
		return this.pages.lastProgressNanos();
	}

	@Nullable TransferReport report() {
		return this.pages.report();
	}

	long receivedPages() {
		return this.pages.receivedPages();
	}

	long receivedBytes() {
		return this.pages.receivedBytes();
	}

	/**
	 * The checkpoint that is to be taken together with the target's log.
	 */
	@Nullable Checkpoint aside() {
		return this.aside;
	}

	/**
	 * There is another target: what is held aside stays if it is of that one's log.
	 * @param common op-number up to which this replica's log is the same as the target's
	 */
	void keepFor(LogTarget target, long common) {
		Checkpoint held = this.aside;
		if (held != null
				&& (held.opNumber() <= common || !new CheckpointOffer(idOf(held), this.asideView).isOf(target))) {
			this.aside = null;
		}
	}

	/**
	 * Go on with what was being fetched for the target before.
	 * @return {@code false} if that is of no use for this one
	 */
	boolean resume(LogTarget target) {
		CheckpointOffer before = this.wanted;
		if (before == null || before.opNumber() <= this.transfer.reachedOpNumber() || !before.isOf(target)) {
			return false;
		}
		fetch(before, this.sameFormat, target.source(), target);
		return true;
	}

	void suspend() {
		this.pages.suspend();
	}

	void forget() {
		this.wanted = null;
		this.aside = null;
		this.pages.forget();
	}

	void tick() {
		this.pages.tick();
		holdLog();
	}

	/**
	 * A backup asks only the primary for what follows the checkpoint, and the primary
	 * keeps it only for members that ask.
	 */
	private void holdLog() {
		CheckpointOffer fetching = this.wanted;
		if (fetching != null && this.pages.isActive() && this.transfer.target() == null && this.state.isBackup()
				&& this.pages.source() != this.state.primary()
				&& this.state.nowNanos - this.askedPrimaryNanos >= this.state.options.viewChangeTimeoutNanos()) {
			this.askedPrimaryNanos = this.state.nowNanos;
			this.state.send(this.state.primary(), new GetState(this.state.header(), fetching.opNumber() + 1));
		}
	}

	/**
	 * A member has a checkpoint, and not the entries or pages that it was asked for. It
	 * decides only if no other one is being asked: what is fetched from that one would be
	 * given up.
	 */
	void on(NewCheckpoint message) {
		int from = message.header().from();
		LogTarget target = this.transfer.target();
		Membership later = (target != null) ? target.membership() : null;
		long epoch = (later != null) ? later.epoch() : this.state.epoch();
		CheckpointOffer offer = new CheckpointOffer(message.checkpoint(),
				(message.header().epoch() == epoch) ? message.header().view() : CheckpointOffer.OF_OTHER_EPOCH);
		CheckpointOffer fetching = this.pages.isActive() ? this.wanted : null;
		if ((target == null && !this.state.isBackup()) || (fetching != null && from != this.pages.source())
				|| (fetching != null && offer.id().equals(fetching.id()))) {
			return;
		}
		boolean fits = (target != null) ? offer.isOf(target) : offer.view() == this.state.view();
		boolean further = offer.opNumber() > this.transfer.reachedOpNumber()
				&& (fetching == null || offer.opNumber() > fetching.opNumber());
		if (fits && further) {
			fetch(offer, message.format().equals(this.checkpoints.format()), from, target);
			return;
		}
		if (!fits && target != null && beginsLater(offer, target)) {
			this.transfer.begin(target.beginningWith(offer.id(), from));
			return;
		}
		if (!fits && offer.view() > ((target != null) ? target.view() : this.state.view())) {
			this.transfer.heardOfLaterView(offer.view());
		}
		// Those who had it may have restarted with an earlier one, and with more of the
		// log
		if (fetching != null && !this.pages.refused()) {
			this.wanted = null;
			this.transfer.proceed();
		}
	}

	/**
	 * Whether the log of the epoch that is to be entered is kept from a checkpoint on
	 * that the target's log does not reach. Nobody may be left who can tell the log of
	 * the latest view; who takes the checkpoint is as far as a backup of the view that it
	 * is of, and has a vote.
	 */
	private boolean beginsLater(CheckpointOffer offer, LogTarget target) {
		Membership later = target.membership();
		Viewstamp last = offer.id().viewstamp();
		return later != null && last.epoch() == later.epoch() && last.view() >= target.view()
				&& last.opNumber() > target.history().opNumber()
				&& later.configuration().primary(last.view()) != this.state.self;
	}

	void on(NewPages message) {
		this.pages.on(message);
	}

	private void fetch(CheckpointOffer offer, boolean ofSameFormat, int from, @Nullable LogTarget target) {
		if (target != null && target.whenFarBehind() != null) {
			this.transfer.cancel();
			target.whenFarBehind().run();
			return;
		}
		this.wanted = offer;
		this.sameFormat = ofSameFormat;
		long view = (target != null) ? target.view() : this.state.view();
		this.pages.fetch(offer.id(), ofSameFormat, this.sources.spare(from, view));
	}

	/**
	 * A checkpoint is here. A backup takes it at once if that is what its own view's log
	 * begins with by now; for a target it is held aside until the entries after it are
	 * here too.
	 */
	private void completed(Checkpoint checkpoint) {
		CheckpointOffer offer = this.wanted;
		LogTarget target = this.transfer.target();
		if (offer == null || checkpoint.opNumber() <= this.transfer.reachedOpNumber()) {
			return;
		}
		if (target != null && offer.isOf(target)) {
			this.aside = checkpoint;
			this.asideView = offer.view();
			this.transfer.continueAfterCheckpoint(this.pages.source());
		}
		else if (target != null) {
			this.transfer.proceed();
		}
		else if (this.state.isBackup() && offer.view() == this.state.view()) {
			this.checkpoints.install(checkpoint);
			this.transfer.forget();
			if (this.state.isBackup()) {
				this.state.durability.install(checkpoint, List.of());
				this.transfer.proceed();
			}
		}
	}

	private List<Checkpoint> atHand() {
		Checkpoint latest = this.checkpoints.latest();
		return (latest != null) ? List.of(latest) : List.of();
	}

	private static CheckpointId idOf(Checkpoint checkpoint) {
		return new CheckpointId(checkpoint.viewstamp(), checkpoint.digest());
	}

}
