package dev.viewstamped.replica;

import java.util.HashSet;
import java.util.Set;

/**
 * The lease of a primary (§6.3.1): for a while a quorum, this primary included, promises
 * nothing to a later view, so none can begin, and what this primary has executed is all
 * that anybody was told of. It lasts from when the primary asked for it, less what clocks
 * may differ; backups count from when they were asked, which is later, and longer.
 * <p>
 * The monotonic clock may stand still while a virtual machine is suspended, and the wall
 * clock may be set; so the lease has ended when they disagree on how long it has lasted.
 */
final class Lease {

	/** Clocks are taken to run at most by this part faster or slower than true time. */
	private static final int DRIFT_PART = 20;

	private final ReplicaState state;

	private final long lengthNanos;

	private final Set<Integer> grantedBy = new HashSet<>();

	/** Whether grants to the latest question count. */
	private boolean asking;

	private long askedNanos;

	private long askedWallNanos;

	private boolean held;

	private long epoch;

	private long view;

	private long sinceNanos;

	private long sinceWallNanos;

	Lease(ReplicaState state) {
		this.state = state;
		this.lengthNanos = state.options.leaseNanos();
		this.askedNanos = state.nowNanos - this.lengthNanos;
	}

	/**
	 * For how long whoever grants a lease is bound, by its own clock.
	 */
	static long grantedNanos(long leaseNanos) {
		return leaseNanos + leaseNanos / DRIFT_PART;
	}

	/**
	 * For how long a lease may be used, by the clock of its holder.
	 */
	private static long usableNanos(long leaseNanos) {
		return leaseNanos - leaseNanos / DRIFT_PART;
	}

	/**
	 * Members are asked for a lease now, for the first time in this round: one that is
	 * asked again may have granted it at the first time.
	 */
	void ask() {
		this.asking = this.lengthNanos > 0;
		this.askedNanos = this.state.time.monotonicNanos();
		this.askedWallNanos = this.state.time.wallClockNanos();
		this.grantedBy.clear();
		consider();
	}

	/**
	 * A member has granted what it was asked for in the latest round.
	 */
	void granted(int memberId) {
		this.grantedBy.add(memberId);
		consider();
	}

	private void consider() {
		if (this.asking && this.grantedBy.size() + 1 >= this.state.quorums.needed()) {
			this.asking = false;
			this.held = true;
			this.epoch = this.state.epoch();
			this.view = this.state.view();
			this.sinceNanos = this.askedNanos;
			this.sinceWallNanos = this.askedWallNanos;
		}
	}

	/**
	 * Give the lease up, and count no grant of an earlier question.
	 */
	void drop() {
		this.held = false;
		this.asking = false;
	}

	/**
	 * Whether it is time to ask again, so that there is a lease when a read comes.
	 */
	boolean isRenewalDue() {
		long interval = Math.min(this.state.options.heartbeatIntervalNanos(), this.lengthNanos / 3);
		return this.lengthNanos > 0 && this.state.nowNanos - this.askedNanos >= interval;
	}

	/**
	 * Whether no later view can have begun until now, by clocks that are read now.
	 */
	boolean isHeld() {
		if (!this.held || !this.state.isPrimary() || this.epoch != this.state.epoch()
				|| this.view != this.state.view()) {
			return false;
		}
		long usable = usableNanos(this.lengthNanos);
		long elapsed = this.state.time.monotonicNanos() - this.sinceNanos;
		long wallElapsed = this.state.time.wallClockNanos() - this.sinceWallNanos;
		return elapsed < usable && Math.abs(wallElapsed - elapsed) <= usable / DRIFT_PART;
	}

	/**
	 * Look at the clocks, so that one that is set back now does not hide later that the
	 * other one stands still.
	 */
	void tick() {
		if (this.held && !isHeld()) {
			this.held = false;
		}
	}

}
