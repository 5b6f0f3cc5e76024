package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.StartEpoch;

import org.jspecify.annotations.Nullable;

/**
 * What a replica says to others of the epoch that it is in: to those who may not know of
 * it as soon as it begins, again and again to those who have to know, and to whoever
 * turns out to be in an earlier one (§7.1, §7.2).
 */
final class EpochWord {

	private final ReplicaState state;

	/** The latest epoch in which each replica was heard. */
	private final Map<Integer, Long> heardIn = new HashMap<>();

	/** When each replica was told of the epoch in force. */
	private final Map<Integer, Long> toldNanos = new HashMap<>();

	/**
	 * The log up to the begin of the epoch in force; {@code null} in the first one, and
	 * in a life that came into the epoch later.
	 */
	private @Nullable History begin;

	private long repeatedNanos;

	EpochWord(ReplicaState state) {
		this.state = state;
	}

	/**
	 * A replica was heard in an epoch.
	 */
	void heard(int memberId, long epoch) {
		this.heardIn.merge(memberId, epoch, Math::max);
	}

	/**
	 * The replica is in another epoch.
	 * @param history the log up to its begin
	 */
	void entered(History history) {
		this.begin = history;
		this.toldNanos.clear();
		this.repeatedNanos = this.state.nowNanos;
	}

	/**
	 * Tell all who are not known to be in the epoch.
	 */
	void announce() {
		for (Member other : this.state.participants.others()) {
			if (!isKnownIn(other.memberId())) {
				tell(other.memberId());
			}
		}
	}

	/**
	 * Tell a replica that turned out to be in an earlier epoch, unless it was told just
	 * now.
	 */
	void tell(int memberId) {
		History history = begin();
		Long told = this.toldNanos.get(memberId);
		long pauseNanos = this.state.options.heartbeatIntervalNanos() / 2;
		if (history != null && memberId != this.state.self && this.state.status() != Status.RECOVERING
				&& (told == null || this.state.nowNanos - told >= pauseNanos)) {
			this.toldNanos.put(memberId, this.state.nowNanos);
			this.state.send(memberId,
					new StartEpoch(this.state.header(), this.state.participants.membership(), history));
		}
	}

	/**
	 * Any life in the epoch may be the only one that a member from before it finds.
	 */
	private @Nullable History begin() {
		if (this.begin != null || this.state.epoch() == 0) {
			return this.begin;
		}
		Viewstamp start = this.state.participants.membership().epochStart();
		History known = this.state.log.history();
		return known.contains(start) ? known.upTo(start.opNumber()).latest(LogBase.MAX_RUNS)
				: new History(start, List.of());
	}

	/**
	 * Tell those again who have to know and may not.
	 * @param waits whether this replica waits for members to begin the epoch
	 * @param started members that are known to have begun it
	 * @param checked whether the epoch is checked
	 */
	void repeat(boolean waits, Set<Integer> started, boolean checked) {
		if (this.state.nowNanos - this.repeatedNanos < 2 * this.state.options.heartbeatIntervalNanos()) {
			return;
		}
		this.repeatedNanos = this.state.nowNanos;
		for (Member other : this.state.participants.others()) {
			int id = other.memberId();
			boolean answers = waits && this.state.status() == Status.TRANSITIONING && this.state.isMember(id)
					&& (!started.contains(id) || !checked);
			boolean lags = !waits && !isKnownIn(id) && (!checked || !this.state.participants.isReplaced(id));
			if (answers || lags) {
				tell(id);
			}
		}
	}

	/**
	 * Tell those who were replaced that this member has begun the epoch.
	 */
	void sayStartedToReplaced(boolean checked) {
		Configuration old = this.state.participants.membership().oldConfiguration();
		if (old != null) {
			for (Member member : old.members()) {
				if (!this.state.isMember(member.memberId())) {
					this.state.send(member.memberId(), new EpochStarted(this.state.header(), checked));
				}
			}
		}
	}

	private boolean isKnownIn(int memberId) {
		return this.heardIn.getOrDefault(memberId, 0L) >= this.state.epoch();
	}

}
