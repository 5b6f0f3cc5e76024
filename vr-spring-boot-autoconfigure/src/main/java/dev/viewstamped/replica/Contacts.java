package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.viewstamped.message.Member;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Pong;

/**
 * Which other members this one hears, and how far away they are. Not in the paper, which
 * leaves it to the primary's messages; but every member must know whether it is in
 * contact with a quorum.
 */
final class Contacts {

	private static final long NEVER = Long.MIN_VALUE;

	private final ReplicaState state;

	/** When each member was last heard as one that has state, by member id. */
	private long[] heardNanos;

	/** When each member was last heard as one without state. */
	private long[] blankNanos;

	private long[] roundTripNanos;

	/** Members that said last that they are about to stop. */
	private final Set<Integer> stopping = new HashSet<>();

	private boolean selfStopping;

	private long lastPingNanos;

	Contacts(ReplicaState state) {
		this.state = state;
		int length = state.configuration.maxMemberId() + 1;
		this.heardNanos = filled(length, NEVER);
		this.blankNanos = filled(length, NEVER);
		this.roundTripNanos = filled(length, -1);
		this.lastPingNanos = NEVER;
	}

	/**
	 * There are members with greater ids than before.
	 * @param length one more than the greatest id
	 */
	void growTo(int length) {
		this.heardNanos = grown(this.heardNanos, length, NEVER);
		this.blankNanos = grown(this.blankNanos, length, NEVER);
		this.roundTripNanos = grown(this.roundTripNanos, length, -1);
	}

	void heard(int memberId) {
		this.heardNanos[memberId] = this.state.nowNanos;
		this.blankNanos[memberId] = NEVER;
	}

	void heardBlank(int memberId) {
		this.blankNanos[memberId] = this.state.nowNanos;
		this.heardNanos[memberId] = NEVER;
		this.stopping.remove(memberId);
	}

	/**
	 * Whatever was heard is outdated.
	 */
	void forget() {
		Arrays.fill(this.heardNanos, NEVER);
		Arrays.fill(this.blankNanos, NEVER);
	}

	/**
	 * The application of this replica is about to stop: let the others know at once.
	 */
	void stopping() {
		this.selfStopping = true;
		this.lastPingNanos = NEVER;
	}

	/**
	 * Whether another member said last that it is about to stop.
	 */
	boolean isStopping(int memberId) {
		return this.stopping.contains(memberId);
	}

	void on(Ping ping) {
		if (ping.stopping()) {
			this.stopping.add(ping.header().from());
		}
		else {
			this.stopping.remove(ping.header().from());
		}
		this.state.send(ping.header().from(), new Pong(this.state.header(), ping.sentAtNanos()));
	}

	void on(Pong pong) {
		long roundTrip = this.state.time.monotonicNanos() - pong.sentAtNanos();
		if (roundTrip >= 0) {
			this.roundTripNanos[pong.header().from()] = roundTrip;
		}
	}

	void tick() {
		boolean hasState = this.state.status() != Status.RECOVERING;
		if (hasState && (this.lastPingNanos == NEVER
				|| this.state.nowNanos - this.lastPingNanos >= this.state.options.heartbeatIntervalNanos())) {
			this.lastPingNanos = this.state.nowNanos;
			this.state.broadcastToFollowers(
					new Ping(this.state.header(), this.state.isNormal(), this.selfStopping, this.state.nowNanos));
		}
	}

	/**
	 * Whether another member takes part and was heard within the view-change timeout.
	 */
	boolean isInContact(int memberId) {
		return isRecent(heardNanos(memberId), 1);
	}

	/**
	 * When another member was heard last as one that has state.
	 */
	long heardNanos(int memberId) {
		// Of one that came with what was executed just now nothing was heard
		return (memberId < this.heardNanos.length) ? this.heardNanos[memberId] : NEVER;
	}

	/**
	 * Members that take part and were heard within the view-change timeout, this one
	 * included if it is a member.
	 */
	int reachable() {
		int reachable = this.state.isMember() ? 1 : 0;
		for (Member member : this.state.configuration.members()) {
			if (member.memberId() != this.state.self && isInContact(member.memberId())) {
				reachable++;
			}
		}
		return reachable;
	}

	/**
	 * Other members that said of late that they have no state.
	 */
	List<Integer> blank() {
		List<Integer> blank = new ArrayList<>();
		for (Member member : this.state.configuration.members()) {
			if (member.memberId() != this.state.self && isRecent(this.blankNanos[member.memberId()], 3)) {
				blank.add(member.memberId());
			}
		}
		return blank;
	}

	PeerReport report(int memberId, long lag) {
		long heard = Math.max(this.heardNanos[memberId], this.blankNanos[memberId]);
		return new PeerReport(memberId, lag, this.roundTripNanos[memberId],
				(heard != NEVER) ? this.state.nowNanos - heard : -1, this.stopping.contains(memberId));
	}

	private boolean isRecent(long sinceNanos, int timeouts) {
		return sinceNanos != NEVER
				&& this.state.nowNanos - sinceNanos <= timeouts * this.state.options.viewChangeTimeoutNanos();
	}

	private static long[] grown(long[] values, int length, long value) {
		if (length <= values.length) {
			return values;
		}
		long[] array = filled(length, value);
		System.arraycopy(values, 0, array, 0, values.length);
		return array;
	}

	private static long[] filled(int length, long value) {
		long[] array = new long[length];
		Arrays.fill(array, value);
		return array;
	}

}
