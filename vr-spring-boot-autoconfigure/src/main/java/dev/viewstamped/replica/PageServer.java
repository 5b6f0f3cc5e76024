package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PageRequest;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Gives other members the state that they ask for: entries (§5.2), and pages of
 * checkpoints where the log begins later (§5.1), a bounded message at a time. What a
 * member asks for stays here while it asks, also when newer checkpoints take its place:
 * otherwise a member that fetches more slowly than they are taken would never have one
 * whole. At most one is held for each member and few altogether; a member that does not
 * ask any more is forgotten soon.
 */
final class PageServer {

	private static final int MAX_ENTRIES = 4096;

	private static final int MAX_HELD = 3;

	private static final int LEASE_TIMEOUTS = 4;

	private final ReplicaState state;

	private final Checkpoints checkpoints;

	private final Background background;

	private final Map<Integer, Asker> askers = new HashMap<>();

	PageServer(ReplicaState state, Checkpoints checkpoints, Background background) {
		this.state = state;
		this.checkpoints = checkpoints;
		this.background = background;
	}

	/**
	 * Answer another member that asks for a part of the log. If that is no longer here,
	 * it is told of the checkpoint that has it; so is one that has nothing at all, which
	 * then need not execute again what the group has executed, nor, after a repair, come
	 * to another state again.
	 */
	void on(GetState message) {
		Log log = this.state.log;
		long from = message.fromOpNumber();
		if (from < log.firstOpNumber() || (from == 1 && this.checkpoints.latest() != null)) {
			offerLatest(message.header().from());
			return;
		}
		List<Entry> entries = log.slice(from, MAX_ENTRIES, this.state.options.maxBatchBytes());
		long parent = Math.min(from - 1, log.opNumber());
		this.state.send(message.header().from(),
				new NewState(this.state.headerOfLog(), log.viewstamp(parent), entries, this.state.commitNumber()));
	}

	/**
	 * Answer another member that asks for pages. A question that comes while the answer
	 * to an earlier one is being made is dropped: its sender repeats it.
	 */
	void on(GetPages message) {
		int from = message.header().from();
		Checkpoint checkpoint = find(message.checkpoint());
		if (checkpoint == null) {
			this.askers.remove(from);
			offerLatest(from);
			return;
		}
		Asker asker = this.askers.computeIfAbsent(from, (memberId) -> new Asker());
		asker.askedNanos = this.state.nowNanos;
		asker.held = (isHeld(message.checkpoint()) || held() < MAX_HELD || asker.held != null) ? checkpoint : null;
		if (!asker.busy) {
			asker.busy = true;
			int room = this.state.options.checkpoints().maxPageBytes();
			this.background.run(() -> asker.pages.pieces(checkpoint, message.pages(), room),
					(pieces) -> answer(asker, message, pieces), (failure) -> failed(asker, message, failure));
		}
	}

	private void offerLatest(int memberId) {
		Checkpoint latest = this.checkpoints.latest();
		if (latest != null) {
			this.state.send(memberId, new NewCheckpoint(this.state.headerOfLog(), idOf(latest)));
		}
	}

	void tick() {
		long lease = LEASE_TIMEOUTS * this.state.options.viewChangeTimeoutNanos();
		this.askers.values().removeIf((asker) -> !asker.busy && this.state.nowNanos - asker.askedNanos > lease);
	}

	private void answer(Asker asker, GetPages message, List<PagePiece> pieces) {
		asker.busy = false;
		this.state.send(message.header().from(), new NewPages(this.state.header(), message.checkpoint(), pieces));
	}

	/**
	 * A page that does not exist gets no answer. A page that was encoded once and now is
	 * not shows that this process cannot be trusted any more.
	 */
	private void failed(Asker asker, GetPages message, Throwable ex) {
		asker.busy = false;
		if (!(ex instanceof IllegalArgumentException)) {
			this.state.stop(new Condition(Condition.HANDLER_ERROR,
					"Pages of the state of op " + message.checkpoint().opNumber() + " could not be written: " + ex
							+ ". This replica has stopped. Restart it: it takes the state of the others."));
		}
	}

	private @Nullable Checkpoint find(CheckpointId id) {
		for (Asker asker : this.askers.values()) {
			Checkpoint held = asker.held;
			if (held != null && idOf(held).equals(id)) {
				return held;
			}
		}
		return this.checkpoints.find(id);
	}

	private boolean isHeld(CheckpointId id) {
		return this.askers.values().stream().anyMatch((asker) -> asker.held != null && idOf(asker.held).equals(id));
	}

	private long held() {
		return this.askers.values()
			.stream()
			.map((asker) -> asker.held)
			.filter((checkpoint) -> checkpoint != null)
			.distinct()
			.count();
	}

	private static CheckpointId idOf(Checkpoint checkpoint) {
		return new CheckpointId(checkpoint.viewstamp(), checkpoint.digest());
	}

	/**
	 * A member that asks.
	 */
	private static final class Asker {

		private final Pages pages = new Pages();

		private @Nullable Checkpoint held;

		private long askedNanos;

		private boolean busy;

	}

	/**
	 * Makes pages, in the background. Remembers a page that goes out in pieces, so that
	 * it is not made for each of them.
	 */
	private static final class Pages {

		private @Nullable Checkpoint largeIn;

		private List<Integer> largePath = List.of();

		private byte[] large = {};

		List<PagePiece> pieces(Checkpoint checkpoint, List<PageRequest> requests, int maxBytes) {
			List<PagePiece> pieces = new ArrayList<>();
			int room = maxBytes;
			for (PageRequest request : requests) {
				byte[] page = page(checkpoint, request.path());
				int offset = Math.min(request.offset(), page.length);
				int length = Math.min(room, page.length - offset);
				byte[] bytes = (length == page.length) ? page : Arrays.copyOfRange(page, offset, offset + length);
				pieces.add(new PagePiece(Checkpoint.digestOf(page), page.length, offset, bytes));
				if (offset + length < page.length) {
					this.largeIn = checkpoint;
					this.largePath = request.path();
					this.large = page;
				}
				room -= length;
				if (room <= 0) {
					break;
				}
			}
			return pieces;
		}

		private byte[] page(Checkpoint checkpoint, List<Integer> path) {
			return (checkpoint == this.largeIn && path.equals(this.largePath)) ? this.large : checkpoint.page(path);
		}

	}

}
