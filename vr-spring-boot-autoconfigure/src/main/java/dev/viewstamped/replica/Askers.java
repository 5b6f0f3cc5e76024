package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.Map;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The members that fetch this replica's state, and what stays here while they do: the
 * checkpoint whose pages a member asks for (§5.1), also when newer ones take its place,
 * and the log from what it needs next on (§5.2). Otherwise a member that fetches more
 * slowly than checkpoints are taken would never have one whole, and one that has it would
 * find the log that follows cut. At most one checkpoint is held for each member and few
 * altogether; a member that does not ask any more is forgotten soon.
 */
final class Askers {

	private static final int MAX_HELD = 3;

	private static final int LEASE_TIMEOUTS = 4;

	private final ReplicaState state;

	private final Map<Integer, Asker> askers = new HashMap<>();

	Askers(ReplicaState state) {
		this.state = state;
	}

	/**
	 * A member asks for pages of a checkpoint.
	 */
	Asker asksFor(int memberId, Checkpoint checkpoint) {
		Asker asker = asker(memberId);
		asker.heldNanos = this.state.nowNanos;
		asker.held = (isHeld(checkpoint) || held() < MAX_HELD || asker.held != null) ? checkpoint : null;
		return asker;
	}

	/**
	 * A member asks for entries.
	 */
	void asksFor(int memberId, long fromOpNumber) {
		Asker asker = asker(memberId);
		asker.fromOpNumber = fromOpNumber;
		asker.fromOpNumberNanos = this.state.nowNanos;
	}

	private Asker asker(int memberId) {
		return this.askers.computeIfAbsent(memberId, (id) -> new Asker(this.state.nowNanos));
	}

	/**
	 * A member asks for what is not here.
	 */
	void forget(int memberId) {
		this.askers.remove(memberId);
	}

	/**
	 * A checkpoint that a member asks for.
	 */
	@Nullable Checkpoint find(CheckpointId id) {
		for (Asker asker : this.askers.values()) {
			Checkpoint held = asker.held;
			if (held != null && held.viewstamp().equals(id.viewstamp()) && held.digest().equals(id.digest())) {
				return held;
			}
		}
		return null;
	}

	/**
	 * The first op-number that a member will ask for next.
	 * @return {@link Long#MAX_VALUE} if none asks
	 */
	long neededOpNumber() {
		return this.askers.values().stream().mapToLong(Asker::neededOpNumber).min().orElse(Long.MAX_VALUE);
	}

	void tick() {
		long lease = LEASE_TIMEOUTS * this.state.options.viewChangeTimeoutNanos();
		this.askers.values().removeIf((asker) -> !asker.keepSince(this.state.nowNanos - lease));
	}

	private boolean isHeld(Checkpoint checkpoint) {
		return this.askers.values().stream().anyMatch((asker) -> asker.held == checkpoint);
	}

	private long held() {
		return this.askers.values()
			.stream()
			.map((asker) -> asker.held)
			.filter((checkpoint) -> checkpoint != null)
			.distinct()
			.count();
	}

	/**
	 * A member that asks.
	 */
	static final class Asker {

		private final PageCutter cutter = new PageCutter();

		private @Nullable Checkpoint held;

		private long heldNanos;

		private long fromOpNumber = Long.MAX_VALUE;

		private long fromOpNumberNanos;

		private int underWay;

		private Asker(long nowNanos) {
			this.heldNanos = nowNanos;
			this.fromOpNumberNanos = nowNanos;
		}

		private long neededOpNumber() {
			Checkpoint checkpoint = this.held;
			return Math.min(this.fromOpNumber, (checkpoint != null) ? checkpoint.opNumber() + 1 : Long.MAX_VALUE);
		}

		/**
		 * Let go of what was not asked for any more.
		 * @return whether something is kept
		 */
		private boolean keepSince(long sinceNanos) {
			boolean asksForPages = this.underWay > 0 || this.heldNanos - sinceNanos >= 0;
			boolean asksForEntries = this.fromOpNumberNanos - sinceNanos >= 0;
			this.held = asksForPages ? this.held : null;
			this.fromOpNumber = asksForEntries ? this.fromOpNumber : Long.MAX_VALUE;
			return asksForPages || asksForEntries;
		}

		PageCutter cutter() {
			return this.cutter;
		}

		/**
		 * Begin to make an answer.
		 * @return {@code false} if as many are being made as a member asks for at once
		 */
		boolean beginAnswer() {
			if (this.underWay == PageRequests.MAX_UNDER_WAY) {
				return false;
			}
			this.underWay++;
			return true;
		}

		void endAnswer() {
			this.underWay--;
		}

	}

}
