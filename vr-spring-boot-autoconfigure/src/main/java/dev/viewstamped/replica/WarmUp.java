package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * Waits until those who are to become members have nearly all of the state (§7.5), so
 * that the group hardly pauses when they do. It gives up when that makes no progress.
 */
final class WarmUp {

	/** A standby may have been admitted only just now. */
	private static final int SILENT_TIMEOUTS = 2;

	private static final int STALLED_TIMEOUTS = 45;

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final NewGroup group;

	private final long sinceNanos;

	private long progressNanos;

	private long leastLag = Long.MAX_VALUE;

	WarmUp(ReplicaState state, Contacts contacts, NormalCase normalCase, NewGroup group) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.group = group;
		this.sinceNanos = state.nowNanos;
		this.progressNanos = state.nowNanos;
	}

	NewGroup group() {
		return this.group;
	}

	/**
	 * Whether a standby has nearly all of the state.
	 */
	boolean isWarm(Standby standby) {
		return this.contacts.isInContact(standby.memberId()) && this.normalCase.lag(standby.memberId()) <= smallLag();
	}

	/**
	 * What is waited for.
	 * @return {@code null} if for nothing any more
	 */
	@Nullable String waitingFor() {
		List<String> waits = new ArrayList<>();
		for (Standby standby : this.group.newcomers()) {
			if (!this.contacts.isInContact(standby.memberId())) {
				waits.add("the standby at " + standby.address() + ", of which nothing is heard");
			}
			else if (!isWarm(standby)) {
				waits.add("the standby at " + standby.address() + ", which lacks "
						+ this.normalCase.lag(standby.memberId()) + " ops");
			}
		}
		return waits.isEmpty() ? null : String.join("; ", waits);
	}

	/**
	 * Why waiting is of no use any more.
	 * @return {@code null} while it may be
	 */
	@Nullable String whyGivenUp() {
		String impossible = this.group.whyImpossible();
		if (impossible != null) {
			return impossible;
		}
		long timeoutNanos = this.state.options.viewChangeTimeoutNanos();
		List<String> silent = new ArrayList<>();
		List<String> lagging = new ArrayList<>();
		long lag = 0;
		for (Standby standby : this.group.newcomers()) {
			if (!this.contacts.isInContact(standby.memberId())) {
				silent.add(standby.address());
			}
			else if (!isWarm(standby)) {
				long behind = this.normalCase.lag(standby.memberId());
				lag += behind;
				lagging.add(standby.address() + " (" + behind + " ops)");
			}
		}
		if (!silent.isEmpty() && this.state.nowNanos - this.sinceNanos > SILENT_TIMEOUTS * timeoutNanos) {
			return "Nothing is heard of the standby at " + NewGroup.list(silent)
					+ ". See that the process runs and that its links to the members are open, and ask again.";
		}
		if (lag < this.leastLag) {
			this.leastLag = lag;
			this.progressNanos = this.state.nowNanos;
		}
		if (!lagging.isEmpty() && this.state.nowNanos - this.progressNanos > STALLED_TIMEOUTS * timeoutNanos) {
			return "Standbys are behind and do not catch up: " + String.join(", ", lagging)
					+ ". Wait until they say that they are up to date, or find out what slows them, and ask again.";
		}
		return null;
	}

	/** As much as may be on its way to a backup that keeps up. */
	private long smallLag() {
		return this.state.options.maxRequestsInFlight();
	}

}
