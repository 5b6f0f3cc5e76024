package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.replica.Askers.Asker;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Gives other members the state that they ask for: entries (§5.2), and pages of
 * checkpoints where the log begins later (§5.1), a bounded message at a time.
 */
final class PageServer {

	private static final int MAX_ENTRIES = 4096;

	private final ReplicaState state;

	private final Checkpoints checkpoints;

	private final Background background;

	private final Askers askers;

	PageServer(ReplicaState state, Checkpoints checkpoints, Askers askers, Background background) {
		this.state = state;
		this.checkpoints = checkpoints;
		this.askers = askers;
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
		if (this.checkpoints.latest() != null) {
			this.askers.asksFor(message.header().from(), from);
		}
		long parent = Math.min(from - 1, log.opNumber());
		this.state.send(message.header().from(),
				new NewState(this.state.headerOfLog(), log.viewstamp(parent), entries, this.state.commitNumber()));
	}

	/**
	 * Answer another member that asks for pages. A question that comes while answers to
	 * several earlier ones are being made is dropped: its sender repeats it.
	 */
	void on(GetPages message) {
		int from = message.header().from();
		Checkpoint checkpoint = find(message.checkpoint());
		if (checkpoint == null) {
			this.askers.forget(from);
			offerLatest(from);
			return;
		}
		Asker asker = this.askers.asksFor(from, checkpoint);
		if (asker.beginAnswer()) {
			int room = this.state.options.checkpoints().maxPageBytes();
			this.background.run(() -> asker.cutter().pieces(checkpoint, message.pages(), room),
					(pieces) -> answer(asker, message, pieces), (failure) -> failed(asker, message, failure));
		}
	}

	private void offerLatest(int memberId) {
		Checkpoint latest = this.checkpoints.latest();
		if (latest != null) {
			this.state.send(memberId,
					new NewCheckpoint(this.state.headerOfLog(), idOf(latest), this.checkpoints.format()));
		}
	}

	void tick() {
		this.askers.tick();
	}

	private void answer(Asker asker, GetPages message, List<PagePiece> pieces) {
		asker.endAnswer();
		this.state.send(message.header().from(), new NewPages(this.state.header(), message.checkpoint(), pieces));
	}

	/**
	 * A page that does not exist gets no answer. A page that was encoded once and now is
	 * not shows that this process cannot be trusted any more.
	 */
	private void failed(Asker asker, GetPages message, Throwable ex) {
		asker.endAnswer();
		if (!(ex instanceof IllegalArgumentException)) {
			this.state.stop(new Condition(Condition.HANDLER_ERROR,
					"Pages of the state of op " + message.checkpoint().opNumber() + " could not be written: " + ex
							+ ". This replica has stopped. Restart it: it takes the state of the others."));
		}
	}

	private @Nullable Checkpoint find(CheckpointId id) {
		Checkpoint asked = this.askers.find(id);
		return (asked != null) ? asked : this.checkpoints.find(id);
	}

	private static CheckpointId idOf(Checkpoint checkpoint) {
		return new CheckpointId(checkpoint.viewstamp(), checkpoint.digest());
	}

}
