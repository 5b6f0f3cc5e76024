package dev.viewstamped.replica;

import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.Header;

/**
 * What this replica has granted to a primary that reads on a lease (§6.3.1): until its
 * end it promises nothing to a later view. It may leave the primary's view meanwhile, and
 * say so, but its DoViewChange waits. A life of this member that is over may have granted
 * a lease, so each one begins as if it had.
 */
final class Grant {

	private final ReplicaState state;

	/** Until when this life is bound by what an earlier one may have granted. */
	private long inheritedUntilNanos;

	private boolean inheritedCounted;

	private boolean granted;

	private long untilNanos;

	/** The header of the primary's message that asked for the lease. */
	private Header holder;

	Grant(ReplicaState state) {
		this.state = state;
		this.holder = state.header();
		this.inheritedUntilNanos = state.nowNanos + Lease.grantedNanos(state.options.leaseNanos());
	}

	/**
	 * The replica has become normal in a view. While its life was not known yet, others
	 * may have counted on grants of the one before.
	 */
	void becameNormal() {
		if (!this.inheritedCounted) {
			this.inheritedCounted = true;
			this.inheritedUntilNanos = this.state.nowNanos + Lease.grantedNanos(this.state.options.leaseNanos());
		}
	}

	/**
	 * Grant a lease to the primary of this replica's view. One that is longer than those
	 * of this replica is not granted: a later life would not wait for its end.
	 * @return whether it is granted
	 */
	boolean give(ConfirmView message) {
		if (message.leaseNanos() == 0 || message.leaseNanos() > this.state.options.leaseNanos()) {
			return false;
		}
		this.granted = true;
		this.holder = message.header();
		this.untilNanos = this.state.nowNanos + Lease.grantedNanos(message.leaseNanos());
		return true;
	}

	/**
	 * A message came. If the holder says that it has left the view, it has given up its
	 * lease.
	 */
	void heard(Header header) {
		boolean left = header.epoch() > this.holder.epoch()
				|| (header.epoch() == this.holder.epoch() && header.view() > this.holder.view());
		if (left && header.from() == this.holder.from() && header.incarnation() == this.holder.incarnation()) {
			this.granted = false;
		}
	}

	/**
	 * Whether this replica must not promise anything to a later view now.
	 */
	boolean binds() {
		return (this.granted && this.state.nowNanos < this.untilNanos)
				|| this.state.nowNanos < this.inheritedUntilNanos;
	}

}
